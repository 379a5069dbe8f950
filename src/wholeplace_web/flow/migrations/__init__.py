"""Steps of the casework database of flow."""
