"""The worked example of docs/scoring.md, section 7."""

EXAMPLE = {
    "VI": {"current": 1, "target": 3},
    "HI": {"state": "unknown", "target": 2},
    "IPL": {"state": "not_applicable", "reason": "no_such_activity"},
    "SFA": {"current": 2, "target": 3},
    "EA": {"current": 1},
    "FA": {"current": 1, "target": 1},
    "SFC": {"current": 1, "target": 2},
    "EC": {"current": 2, "target": 2},
    "SFI": {"current": 1, "target": 3},
    "EI": {"current": 1, "target": 2},
    "FI": {"current": 0, "target": 1},
    "WLD": {"current": 1, "target": 2},
    "LC": {"current": 2, "target": 3},
    "IIC": {"current": 2, "target": 1},
    "SG": {"current": 1, "target": 3},
}
