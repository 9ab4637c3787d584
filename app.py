"""The server: Streamlit's app over depmap/screen/frame.py, with our headers, routes and warm start.

`streamlit run app.py` finds `app` by reading this file, so the name and the call stand here.
"""

import streamlit as st

from depmap.screen.server import web

app = st.App(
    "depmap/screen/frame.py",
    lifespan=web.lifespan,
    middleware=web.middleware(),
    routes=web.routes(),
    on_script_error=web.show_reference,
)
