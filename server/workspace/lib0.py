"""The variable-length encoding under the Yjs protocols (npm `lib0`, encoding.js and decoding.js)."""

LARGEST = (1 << 53) - 1
"""What JavaScript can count."""


class Malformed(ValueError):
    """These bytes are not what they claim to be."""


class Reader:
    """Reads from the front; every method raises Malformed where the bytes don't bear it."""

    __slots__ = ("_at", "data")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._at = 0

    @property
    def left(self) -> int:
        return len(self.data) - self._at

    def byte(self) -> int:
        if self.left < 1:
            raise Malformed("cut off")
        self._at += 1
        return self.data[self._at - 1]

    def uint(self, largest: int = LARGEST) -> int:
        # A dozen times in every keystroke of everybody: so it is spelled out.
        data, at = self.data, self._at
        number = shift = 0
        try:
            while (byte := data[at]) >= 0x80 and shift < 49:
                number |= (byte & 0x7F) << shift
                shift += 7
                at += 1
        except IndexError:
            raise Malformed("cut off") from None
        number |= byte << shift
        if number > largest:
            raise Malformed("a number is too large")
        self._at = at + 1
        return number

    def bytes(self) -> bytes:
        size = self.uint()
        start = self._at
        self._at = end = start + size
        if end > len(self.data):
            raise Malformed("cut off")
        return self.data[start:end]

    def string(self) -> str:
        try:
            return self.bytes().decode()
        except UnicodeDecodeError as error:
            raise Malformed("not UTF-8") from error

    def end(self) -> None:
        if self.left:
            raise Malformed("more than it says")


def uint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(0x80 | number & 0x7F)
        number >>= 7
    out.append(number)
    return bytes(out)


def sized(data: bytes) -> bytes:
    """The bytes behind their length."""
    return uint(len(data)) + data
