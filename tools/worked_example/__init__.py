"""The worked answer to the three options: run again, recorded, and written into its page."""
