"""What statistics says: frames and series in, frames and results out.

Series are indexed by :class:`analysis.model.periods.Period`, values in the indicator's unit.
"""
