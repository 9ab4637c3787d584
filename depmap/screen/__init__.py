"""The only code that knows Streamlit: the frame, what pages share, charts and the graph."""
