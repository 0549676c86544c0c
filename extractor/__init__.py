"""Read eligibility criteria from trial pages, ground them, and reconcile what several pages say."""

__version__ = "0.1.0"
