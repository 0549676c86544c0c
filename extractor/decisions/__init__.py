"""What people decide about what was flagged: the items, the events of decisions, their store, and the resolved records.

Events are only ever appended; the state of an item is folded from them (`state`). Nothing here is imported with the package:
`store` needs a database library, the models do not.
"""
