"""The server of Gespann: the pure core, the wire, the store, the live hub and the pages."""
