"""Mails as bytes: what the standard library reads back is what was put in, whatever was typed."""

import email
import email.policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.mail.mime import Attachment, addressed, message, plain, words

LINES = st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]))).map("\n".join)


def read(content: bytes) -> EmailMessage:
    found = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    assert found.defects == []
    return found


def body(found: EmailMessage, kind: str) -> str:
    part = found.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@given(LINES, LINES, st.lists(st.binary(max_size=200), max_size=2))
def test_bodies_and_attachments_are_read_back(text: str, html: str, files: list[bytes]) -> None:
    attached = [Attachment("application/octet-stream", f"{n}.bin", content) for n, content in enumerate(files)]
    content = message([plain("Message-ID", "<a@b>")], text, html, attached, seed="<a@b>")
    assert all(len(line) <= 78 for line in content.split(b"\r\n")), "as long as RFC 5322 likes them"
    found = read(content)
    for kind, given_ in (("plain", text), ("html", html)):
        assert body(found, kind).replace("\r\n", "\n").rstrip("\n") == given_.rstrip("\n")
    assert [part.get_content() for part in found.iter_attachments()] == files


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf"]), min_size=1).map(str.strip))
def test_words_in_a_header_are_read_back_from_one_line(subject: str) -> None:
    line = words("Subject", subject)
    assert line.isascii()
    assert line.count("\r\n") == 1
    assert " ".join(str(read(line.encode())["Subject"]).split()) == " ".join(subject.split())


@pytest.mark.parametrize("evil", ["x\r\nBcc: y@example.org", "x\nBcc: y", "x\rBcc: y"])
def test_nobody_writes_a_header_line(evil: str) -> None:
    for written in (words, plain):
        with pytest.raises(ValueError, match="header"):
            written("Subject", evil)
    with pytest.raises(ValueError, match=r"."):
        addressed("To", f"a@example.org{evil[1:]}")
