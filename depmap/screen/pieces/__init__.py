"""What several pages draw with: links, badges, tables, cards, the filter bar."""
