"""What pages of one list add to it: its order and its twin on phones."""
