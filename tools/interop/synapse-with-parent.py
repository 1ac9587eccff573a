"""Runs Synapse for as long as the process that started it lives.

The parent holds the other end of standard input and never writes to it. However the parent ends, even by a signal that
it cannot catch, the operating system closes that end; Synapse is then asked to stop, as by a service manager.
"""

import os
import runpy
import signal
import sys
import threading


def stop_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


threading.Thread(target=stop_with_parent, daemon=True).start()
runpy.run_module("synapse.app.homeserver", run_name="__main__", alter_sys=True)
