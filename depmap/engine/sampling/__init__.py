"""Lead ranges sampled over the settled route: chances, safe dates, and what waiting costs."""
