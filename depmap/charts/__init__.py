"""The Plotly charts: pure functions from report frames and a Palette to a Figure.

One module per family of charts, one function per chart. They know nothing of Streamlit
or the database. Callers skip a chart whose frame is empty and say so in words; an empty
frame raises nothing and gives a Figure without bars. `base.description(figure)` is the
sentence for readers who cannot see the chart. Widths in pixels are what a chart is laid
out for: no text meets another at that width or wider.
"""
