"""The web application: screens and permissions; it imports the library, never the reverse."""
