"""`python -m server.live.schema OUT.json`: writes the schema that TypeScript types are generated from."""

import sys
from pathlib import Path

from server.protocol.schema import encoded

if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(encoded())
