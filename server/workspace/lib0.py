"""The variable-length encoding under the Yjs protocols (npm `lib0`, encoding.js and decoding.js)."""

LARGEST = (1 << 53) - 1
"""What JavaScript can count."""


class Malformed(ValueError):
    """These bytes are not what they claim to be."""


class Reader:
    """Reads from the front; every method raises Malformed where the bytes don't bear it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> int:
        return len(self._data) - self._at

    def byte(self) -> int:
        if self.left < 1:
            raise Malformed("cut off")
        self._at += 1
        return self._data[self._at - 1]

    def uint(self, largest: int = LARGEST) -> int:
        number = shift = 0
        while True:
            byte = self.byte()
            number |= (byte & 0x7F) << shift
            if number > largest or shift > 49:
                raise Malformed("a number is too large")
            if byte < 0x80:
                return number
            shift += 7

    def bytes(self) -> bytes:
        size = self.uint()
        if size > self.left:
            raise Malformed("cut off")
        self._at += size
        return self._data[self._at - size : self._at]

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
