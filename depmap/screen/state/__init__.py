"""What a run of the script knows: the data version shown, the filters, what is kept for all."""
