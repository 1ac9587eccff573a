"""Runs Sygnal with Plexor's provider in place of APNs and FCM, for as long as the process that started it lives.

Sygnal has no settings for the addresses of APNs and FCM. The environment has those of the provider: PLEXOR_FCM is a base
URL, PLEXOR_APNS and PLEXOR_APNS_SANDBOX are ports of 127.0.0.1.

The parent holds the other end of standard input and never writes to it. However the parent ends, the operating system
closes that end; Sygnal is then asked to stop.
"""

import os
import signal
import sys
import threading

from aioapns import connection
from sygnal import gcmpushkin, sygnal


def stop_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


gcmpushkin.GCM_URL_V1 = os.environ["PLEXOR_FCM"] + "/v1/projects/{ProjectID}/messages:send"
for protocol, port in (
    (connection.APNsProductionClientProtocol, "PLEXOR_APNS"),
    (connection.APNsDevelopmentClientProtocol, "PLEXOR_APNS_SANDBOX"),
):
    protocol.APNS_SERVER = "127.0.0.1"
    protocol.APNS_PORT = int(os.environ[port])

threading.Thread(target=stop_with_parent, daemon=True).start()
sygnal.main()
