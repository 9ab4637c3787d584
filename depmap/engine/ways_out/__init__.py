"""What would be enough for a direction that misses its goal, and what drives every date.

Pure: the sampled network and the settled route in, rows out. `state` holds the samples and runs
changes through them, `search` looks for the changes that are enough on the route as it stands,
`resettle` says whether a change leaves the route as it is and what happens when it does not, `rows`
puts the findings in order. Source: decide.md 4.
"""
