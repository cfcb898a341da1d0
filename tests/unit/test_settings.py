from pathlib import Path

import pytest

from send_metrics import SendMetricsError
from send_metrics.adapters import Pseudonyms
from send_metrics.settings import Settings, load_settings

KEY = "0123456789abcdef0123456789abcdef"
DOCUMENTED = (Path(__file__).parents[2] / "docs" / "personal-data.md").read_text(
    "utf-8"
)


def test_nothing_is_set_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"SEND_METRICS_{name.upper()}", raising=False)

    assert load_settings().key is None
    assert load_settings().allowed_adapters == ()


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEND_METRICS_PSEUDONYM_KEY", KEY)
    monkeypatch.setenv("SEND_METRICS_ALLOWED_ADAPTERS", "desk, other,")

    settings = load_settings()

    assert settings.key == KEY.encode()
    assert settings.allowed_adapters == ("desk", "other")
    assert KEY not in repr(settings)


def test_tokens_have_names_and_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEND_METRICS_TOKENS", f"wonde={KEY}=, portal=x y")

    settings = load_settings()

    assert settings.bearer_tokens == {"wonde": f"{KEY}=", "portal": "x y"}
    assert KEY not in repr(settings)


@pytest.mark.parametrize("written", [KEY, f"={KEY}", f"{KEY}=", f"wonde={KEY},{KEY}"])
def test_tokens_without_a_name_are_refused_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("SEND_METRICS_TOKENS", written)

    with pytest.raises(SendMetricsError, match="SEND_METRICS_TOKENS") as caught:
        load_settings()

    assert KEY not in str(caught.value)


def test_the_key_may_lie_in_a_folder_of_secrets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "send_metrics_pseudonym_key").write_text(KEY + "\n")
    monkeypatch.delenv("SEND_METRICS_PSEUDONYM_KEY", raising=False)
    monkeypatch.setenv("SEND_METRICS_SECRETS_DIR", str(tmp_path))

    assert Pseudonyms(load_settings().key).of("person", "x") == Pseudonyms(
        KEY.encode()
    ).of("person", "x")


def test_tokens_may_lie_in_a_folder_of_secrets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "send_metrics_tokens").write_text(f"wonde={KEY}\n")
    monkeypatch.delenv("SEND_METRICS_TOKENS", raising=False)
    monkeypatch.setenv("SEND_METRICS_SECRETS_DIR", str(tmp_path))

    assert load_settings().bearer_tokens == {"wonde": KEY}


def test_a_folder_of_secrets_that_is_not_there_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SEND_METRICS_SECRETS_DIR", str(tmp_path / "nowhere"))

    with pytest.raises(SendMetricsError, match="SEND_METRICS_SECRETS_DIR"):
        load_settings()


def test_every_setting_is_documented() -> None:
    for name in Settings.model_fields:
        assert f"SEND_METRICS_{name.upper()}" in DOCUMENTED
