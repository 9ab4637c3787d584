"""What each page is made of: one module a page, of the same name. Parts do not know each other."""
