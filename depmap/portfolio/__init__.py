"""What a portfolio is: its tables and columns, typed rows, and how a problem in it reads."""
