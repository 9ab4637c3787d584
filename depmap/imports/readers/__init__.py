"""One file per tool: bytes in, tasks and links out, with what was guessed and left out."""
