"""The web server around the pages: headers and routes, the door, the login."""
