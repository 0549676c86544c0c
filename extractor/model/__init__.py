"""The frozen models that the stages hand to each other."""
