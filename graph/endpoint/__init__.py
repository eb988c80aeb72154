"""The graph over HTTP: SPARQL 1.1 Protocol, Graph Store Protocol, ready-made questions.

    app(folder, settings)      # an ASGI application (app.py)

`protocol.py` reads requests, `negotiation.py` chooses formats, `pool.py` hands tasks to processes of their own
(`worker.py`), which can be ended when a query takes too long or too much memory: in one process it could not be stopped.
"""
