# SPDX-License-Identifier: Apache-2.0
"""GET /price?item=x answers what x costs: ten times the length of its name."""

import logging
import os

from flask import Flask, request

app = Flask(__name__)
logging.basicConfig(level=logging.INFO)


@app.get("/price")
def price():
    item = request.args.get("item", "")
    cost = 10 * len(item)
    app.logger.warning("%s costs %d", item, cost)
    return f"{cost}\n"


@app.get("/healthz")
def healthz():
    return "ok\n"


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=int(os.environ.get("PORT", "8080")))
