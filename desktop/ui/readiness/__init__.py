"""How complete SPJ and activities are, and what an inspector would ask."""
