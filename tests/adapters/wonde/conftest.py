"""A server on this machine that answers as it is told to."""

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from attrs import define, field

from .school_data import CODES, mark, page, student

TOKEN = "s3cretTokenQzx9"  # noqa: S105 - made up, to see that it comes out nowhere


@define
class Answer:
    """What to say to one request."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(factory=dict)
    length: int | None = None

    @classmethod
    def of(cls, held: Any) -> "Answer":
        return cls(body=json.dumps(held).encode())


@define
class Service:
    """The server: *script* gives answers in turn, by the path; the last one stays."""

    address: str
    script: dict[str, list[Answer]] = field(factory=dict)
    asked: list[str] = field(factory=list)

    def answers(self, endpoint: str, *answers: Answer) -> None:
        self.script[f"/v1.0/schools/A123/{endpoint}"] = list(answers)

    def toml(self, **more: str) -> str:
        keys = {
            "base": f'"{self.address}/v1.0"',
            "first_on": "2025-09-01",
            **more,
        }
        lines = [f"{key} = {value}" for key, value in keys.items()]
        school = '[[school]]\nid = "A123"\nurn = "900001"\nphase = "special"\n'
        return "\n".join(lines) + "\n\n" + school

    def answer(self, path: str, authorization: str) -> Answer:
        self.asked.append(path)
        if authorization != f"Bearer {TOKEN}":
            return Answer(401, b'{"error": "Qzx9"}')
        script = self.script.get(urlsplit(path).path, [Answer(404)])
        return script.pop(0) if len(script) > 1 else script[0]


@pytest.fixture
def service() -> Iterator[Service]:
    """Serve a school with one pupil, one leaver and a mark of each."""
    told: Callable[[str, str], Answer]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = told(self.path, self.headers.get("Authorization", ""))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            length = len(answer.body) if answer.length is None else answer.length
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made = Service(f"http://127.0.0.1:{server.server_address[1]}")
    told = made.answer
    made.answers("attendance-codes", Answer.of(page(CODES)))
    made.answers("students", Answer.of(page([student("P1")])))
    made.answers("students-leaver", Answer.of(page([student("P2")])))
    made.answers(
        "attendance/session",
        Answer.of(
            page(
                [
                    mark("P1", "2025-09-02", "AM", "C1"),
                    mark("P2", "2025-09-02", "AM", "C3"),
                ]
            )
        ),
    )
    yield made
    server.shutdown()
    server.server_close()
    thread.join()
