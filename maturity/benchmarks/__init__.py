"""What others reached: published national data, as its publishers printed it.

`release` reads a release of figures, `economies` and `units` say what its codes mean, `context`
picks what belongs beside one enterprise. Nothing here adds, averages or converts figures.
"""
