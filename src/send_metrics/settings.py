"""Settings of the front ends, from the environment or a folder of secrets."""

import os
from pathlib import Path
from typing import Annotated

from pydantic import SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from send_metrics.errors import SettingsError


class Settings(BaseSettings):
    """What an operator may set; nothing deeper than a front end reads it.

    ``SEND_METRICS_PSEUDONYM_KEY``: at least 32 characters that only this organisation
    knows. With it, the stand-ins of people are the same in every run.
    ``SEND_METRICS_ALLOWED_ADAPTERS``: names of installed third-party adapters that may
    run, separated by commas.
    ``SEND_METRICS_TOKENS``: bearer tokens of the services that sources name, each as
    ``name=token``, separated by commas.
    ``SEND_METRICS_SECRETS_DIR``: a folder with a file for each of these settings.
    """

    model_config = SettingsConfigDict(
        env_prefix="SEND_METRICS_", hide_input_in_errors=True, extra="ignore"
    )

    pseudonym_key: SecretStr | None = None
    allowed_adapters: Annotated[tuple[str, ...], NoDecode] = ()
    tokens: Annotated[dict[str, SecretStr], NoDecode] = {}

    @field_validator("allowed_adapters", mode="before")
    @classmethod
    def _separated_by_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(name.strip() for name in value.split(",") if name.strip())
        return value

    @field_validator("tokens", mode="before")
    @classmethod
    def _named_tokens(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        pairs = [pair.partition("=") for pair in value.split(",") if pair.strip()]
        if not all(name.strip() and token.strip() for name, _, token in pairs):
            message = "not name=token"
            raise ValueError(message)
        return {name.strip(): token.strip() for name, _, token in pairs}

    @property
    def bearer_tokens(self) -> dict[str, str]:
        """The tokens as text, by name."""
        return {name: held.get_secret_value() for name, held in self.tokens.items()}

    @property
    def key(self) -> bytes | None:
        """The pseudonym key as bytes, ``None`` where none is set."""
        if self.pseudonym_key is None:
            return None
        return self.pseudonym_key.get_secret_value().strip().encode()


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingsError: a setting cannot be understood; the message names it without its
            value.
    """
    folder = os.environ.get("SEND_METRICS_SECRETS_DIR")
    if folder and not Path(folder).is_dir():
        message = "SEND_METRICS_SECRETS_DIR names no folder; correct it or unset it"
        raise SettingsError(message)
    try:
        # Only the class that pydantic builds knows this argument, not its annotations.
        return Settings(_secrets_dir=folder) if folder else Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        names = ", ".join(
            "SEND_METRICS_" + str(fault["loc"][0]).upper() for fault in error.errors()
        )
        message = f"the setting {names} cannot be understood; see the docs on settings"
        raise SettingsError(message) from None
