"""Runs command lines of the vendor's client one after the other, in one process: a JSON object on each line in, one out."""
import contextlib
import io
import json
import os
import sys

import awscli.clidriver

machine = dict(os.environ)
loader = None
for line in sys.stdin:
    call = json.loads(line)
    os.environ.clear()
    os.environ.update(machine)
    os.environ.update(call["environment"])
    text = io.StringIO()
    with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
        driver = awscli.clidriver.create_clidriver()
        # what was read of the services' descriptions is of use to the next one
        if loader:
            driver.session.register_component("data_loader", loader)
        loader = driver.session.get_component("data_loader")
        exit_code = driver.main(call["arguments"])
    print(json.dumps({"exit": exit_code, "text": text.getvalue()}), flush=True)
