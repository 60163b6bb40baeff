"""What the operator decides, and one sentence for each thing that does not fit."""

from pathlib import Path

import pytest

from server.settings import VARIABLES, BadSettings, Settings, Smtp, markdown, table


def test_an_empty_environment_serves_this_machine() -> None:
    settings = Settings.read({"PATH": "/bin", "GESPANN_SMTP_URL": " "})
    assert settings == Settings()
    assert not settings.secure


def test_every_variable_is_read_into_its_field() -> None:
    settings = Settings.read(
        {
            "GESPANN_BASE_URL": "https://gespann.example.org/",
            "GESPANN_HOST": "::",
            "GESPANN_PORT": "9000",
            "GESPANN_PROXIES": "10.0.0.1, 10.1.0.0/16",
            "GESPANN_REDIS_URL": "redis://db:6379/0",
            "GESPANN_RQ_REDIS_URL": "unix:///run/rq.sock",
            "GESPANN_SMTP_URL": "smtps://me:p%40ss@mail.example.org",
            "GESPANN_MAIL_FROM": "Workshops <hello@example.org>",
            "GESPANN_FACILITATORS": "Lea@example.org, @Workshops.example",
            "GESPANN_OPERATORS": "Ops@example.org",
            "GESPANN_DATA_DIR": "/var/lib/gespann",
            "GESPANN_JOURNAL": "/srv/erased.journal",
            "GESPANN_BACKUP_DAYS": "14",
            "GESPANN_METRICS_TOKEN": "0123456789abcdef",
            "GESPANN_PEOPLE_DAYS": "30",
            "GESPANN_WORKSHOP_DAYS": "90",
            "GESPANN_SERIES_DAYS": "100",
            "GESPANN_EXCHANGE_DAYS": "7",
            "GESPANN_DEMO": "1",
            "GESPANN_DEBUG": "1",
        }
    )
    assert settings.base_url == "https://gespann.example.org"
    assert settings.secure
    assert settings.smtp == Smtp("mail.example.org", 465, "me", "p@ss", tls=True)
    assert settings.proxies == ("10.0.0.1", "10.1.0.0/16")
    untouched = [
        variable.name
        for variable in VARIABLES
        if getattr(settings, variable.field) == getattr(Settings(), variable.field)
    ]
    assert untouched == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GESPANN_PORT", "eighty"),
        ("GESPANN_PORT", "70000"),
        ("GESPANN_REDIS_URL", "localhost:6379"),
        ("GESPANN_REDIS_URL", "http://db"),
        ("GESPANN_REDIS_URL", "redis://db:99999/0"),
        ("GESPANN_BASE_URL", "http://[::1"),
        ("GESPANN_BASE_URL", "http://gespann.example:99999"),
        ("GESPANN_PROXIES", "10.0.0.1, foo/bar"),
        ("GESPANN_SMTP_URL", "mail.example.org"),
        ("GESPANN_SMTP_URL", "smtp://"),
        ("GESPANN_SMTP_URL", "smtp://mail:port"),
        ("GESPANN_MAIL_FROM", "Gespann"),
        ("GESPANN_BASE_URL", "gespann.example.org"),
        ("GESPANN_BASE_URL", "https://example.org/gespann"),
        ("GESPANN_FACILITATORS", "lea"),
        ("GESPANN_FACILITATORS", "everybody@"),
        ("GESPANN_METRICS_TOKEN", "short"),
        ("GESPANN_PEOPLE_DAYS", "1"),
        ("GESPANN_WORKSHOP_DAYS", "many"),
        ("GESPANN_DEBUG", "perhaps"),
        ("GESPANN_BASEURL", "https://example.org"),
    ],
)
def test_each_fault_is_one_sentence_that_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(BadSettings) as caught:
        Settings.read({name: value})
    (sentence,) = caught.value.faults
    assert sentence.startswith(name)
    assert sentence.endswith(".")


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(BadSettings) as caught:
        Settings.read({"GESPANN_PORT": "x", "GESPANN_SMTP_URL": "x"})
    assert len(caught.value.faults) == 2


def test_who_may_facilitate() -> None:
    listed = Settings.read({"GESPANN_FACILITATORS": "lea@example.org,@workshops.example"})
    assert listed.may_facilitate("LEA@example.org")
    assert listed.may_facilitate("anyone@Workshops.example")
    assert not listed.may_facilitate("lea@example.org.evil.example")
    assert not listed.may_facilitate("eve@example.org")
    assert Settings.read({"GESPANN_FACILITATORS": "open"}).may_facilitate("eve@example.org")
    assert not Settings().may_facilitate("eve@example.org")


def test_no_password_is_ever_shown() -> None:
    assert "secret" not in repr(Settings.read({"GESPANN_SMTP_URL": "smtp://me:secret@mail"}))


def test_help_and_readme_hold_the_whole_table() -> None:
    for variable in VARIABLES:
        assert variable.name in table()
        assert f"| `{variable.name}` |" in markdown()


def test_the_readme_holds_the_same_table() -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    assert readme.partition("<!-- settings -->\n")[2].partition("\n<!-- /settings -->")[0] == markdown().strip()
