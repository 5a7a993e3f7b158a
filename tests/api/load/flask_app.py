"""The predecessor's way: Flask and SQLAlchemy with the same statements. LOAD_DATABASE is a URL, LOAD_CASES a file of cases."""

import json
import os
import re

from flask import Flask, jsonify
from sqlalchemy import create_engine, text

with open(os.environ["LOAD_CASES"], encoding="utf-8") as file:
    cases = json.load(file)
engine = create_engine(os.environ["LOAD_DATABASE"], pool_size=5, max_overflow=0)
app = Flask(__name__)


def named(sql):
    """SQLAlchemy names its parameters, and takes a colon for one."""
    return text(re.sub(r"\$(\d+)", r":p\1", sql.replace(":", "\\:")))


def answer(statements):
    prepared = [
        (named(one["sql"]), {f"p{n + 1}": value for n, value in enumerate(one["parameters"])}) for one in statements
    ]

    def view():
        with engine.connect() as connection:
            for sql, parameters in prepared:
                rows = connection.execute(sql, parameters).mappings().all()
        return jsonify(items=[dict(row) for row in rows])

    return view


for number, case in enumerate(cases):
    app.add_url_rule(case["path"].split("?")[0], f"case{number}", answer(case["statements"]))
