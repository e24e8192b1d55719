"""The twelve tasks of a new user, played by real keys and clicks and counted: `python -m tools.usability`.

A task is one function in one of the modules here, put into `tasks.TASKS` with its limits. `hand.Hand` presses and
clicks through the window system, so what cannot be seen or reached cannot be used; `stage.Stage` is the program on a
computer of its own.
"""
