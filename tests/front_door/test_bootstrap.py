"""The front door, without starting the application: that is test_running.py."""
