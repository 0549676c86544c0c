"""Servers to ask: a real llama.cpp with random weights, and one that does exactly what a test tells it to.

The real one (`llama_server`) answers with nonsense that follows the schema. Its model, half a megabyte, is written here:
random weights, and one dimension of the residual stream that stays constant and carries a bias for every token. The bias is
strongly negative for tokens of raw bytes, which make invalid UTF-8, and positive for quotation marks and brackets, without
which texts would go on to the end of the allowed length.

The other one (`scripted`) is a pytest-httpserver that answers several requests at once; `raw_reply` lets it write any bytes.
"""

import atexit
import contextlib
import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

WIDTH, LAYERS, HEADS, HIDDEN, CONTEXT, CONSTANT = 64, 2, 4, 128, 16384, 8.0
TEXT = """
the of and or to in for with not no any are is must be have has had patients participants years age aged criteria inclusion
exclusion study treatment prior therapy within weeks days months before after least more than less history disease cancer
active known other from text quote answer criterion label labels headings words section cohort page reading model same
narrower wider different cannot tell measurement value unit date trial consent
"""
WORDS = TEXT.split()
TEMPLATE = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant: "


class Vocabulary(NamedTuple):
    """The tokens with their SentencePiece scores, their types as GGUF numbers them, and the bias each gets."""

    tokens: list[str]
    scores: list[float]
    types: list[int]
    biases: list[float]


def vocabulary() -> Vocabulary:
    """Three control tokens, 256 bytes, every printable ASCII character, and some words with all their beginnings."""
    characters = ["▁", *(chr(code) for code in range(33, 127)), "≥", "≤"]
    starts = dict.fromkeys(f"▁{word[:end]}" for word in WORDS for end in range(1, len(word) + 1))
    bytes_ = [f"<0x{byte:02X}>" for byte in range(256)]
    never = -4000.0
    structure = {'"': 300.0, "]": 0.0, "{": 120.0, "}": 120.0, ",": 20.0, "▁": -90.0}
    return Vocabulary(
        tokens=["<unk>", "<s>", "</s>", *bytes_, *characters, *starts],
        scores=[0.0] * 259 + [-1000.0] * len(characters) + [float(len(start)) for start in starts],
        types=[2, 3, 3, *[6] * 256, *[1] * (len(characters) + len(starts))],
        biases=[
            never,
            never,
            0.0,
            *[never] * 256,
            *(structure.get(token, 0.0) for token in characters),
            *[2.0] * len(starts),
        ],
    )


def write_model(path: Path) -> None:
    """Write a llama model of random weights to `path`; the same bytes every time."""
    import numpy as np
    from gguf import GGUFWriter

    words = vocabulary()
    random = np.random.default_rng(20)

    def weights(rows: int, columns: int, scale: float = 0.6) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
        return (random.standard_normal((rows, columns)) * scale).astype(np.float32)

    writer = GGUFWriter(str(path), "llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(words.tokens))
    writer.add_file_type(0)
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(words.tokens)
    writer.add_token_scores(words.scores)
    writer.add_token_types(words.types)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_chat_template(TEMPLATE)

    embedding = weights(len(words.tokens), WIDTH, 1.0)
    embedding[:, 0] = CONSTANT
    output = weights(len(words.tokens), WIDTH)
    output[:, 0] = np.array(words.biases, dtype=np.float32) / 4
    writer.add_tensor("token_embd.weight", embedding)
    writer.add_tensor("output_norm.weight", np.ones(WIDTH, dtype=np.float32))
    writer.add_tensor("output.weight", output)
    for layer in range(LAYERS):
        name = f"blk.{layer}"
        writer.add_tensor(f"{name}.attn_norm.weight", np.ones(WIDTH, dtype=np.float32))
        writer.add_tensor(f"{name}.ffn_norm.weight", np.ones(WIDTH, dtype=np.float32))
        for part in ("attn_q", "attn_k", "attn_v"):
            writer.add_tensor(f"{name}.{part}.weight", weights(WIDTH, WIDTH, 0.5))
        writer.add_tensor(f"{name}.ffn_gate.weight", weights(HIDDEN, WIDTH, 0.5))
        writer.add_tensor(f"{name}.ffn_up.weight", weights(HIDDEN, WIDTH, 0.5))
        for part, columns in (("attn_output", WIDTH), ("ffn_down", HIDDEN)):
            back = weights(WIDTH, columns, 0.5)
            back[0] = 0.0  # nothing is added to the constant dimension
            writer.add_tensor(f"{name}.{part}.weight", back)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def serve(model: str) -> None:
    """Serve `model` and print the server's address, until standard input ends."""
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = model
    parameters.n_ctx = CONTEXT
    parameters.n_gpu_layers = 0
    parameters.cpuparams.n_threads = 1
    parameters.n_threads_http = 4
    parameters.warmup = False
    parameters.fit_params = False
    parameters.cache_ram_mib = 0
    parameters.verbosity = 0
    server = xllamacpp.Server(parameters)
    print(json.dumps(server.listening_address), flush=True)
    sys.stdin.read()


@pytest.fixture(scope="session")
def llama_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a real llama.cpp server with random weights, in a process of its own."""
    pytest.importorskip("xllamacpp")
    model = tmp_path_factory.mktemp("llama") / "random.gguf"
    write_model(model)
    command = [sys.executable, __file__, str(model)]
    log = model.with_suffix(".log").open("wb")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True) as process:
        try:
            assert process.stdout
            address = process.stdout.readline()
            assert address.startswith('"'), f"the server did not start, see {log.name}"
            yield f"{json.loads(address)}/v1"
        finally:
            process.kill()
            log.close()


PATH = "/v1/chat/completions"


@cache
def running_server() -> HTTPServer:
    """One server for all tests of this process: it takes half a second to stop."""
    server = HTTPServer(threaded=True)
    server.start()
    atexit.register(server.stop)
    return server


@pytest.fixture
def scripted() -> HTTPServer:
    """A server that answers as its test says: `scripted.expect_request(PATH)`; its base URL is `scripted.url_for("/v1")`."""
    server = running_server()
    server.clear()
    return server


def completion(content: str | None, *, finish_reason: str | None = "stop", **message: object) -> dict[str, Any]:
    """The body of a chat completion with one choice."""
    choice = {"index": 0, "finish_reason": finish_reason, "message": {"role": "assistant", "content": content, **message}}
    usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
    return {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}


def raw_reply(write: Callable[[socket.socket], None]) -> Callable[[Request], Response]:
    """A handler that lets `write` put any bytes on the wire and then breaks the connection off."""

    def handle(request: Request) -> Response:
        wire: socket.socket = request.environ["werkzeug.socket"]
        with contextlib.suppress(OSError):  # the client may have gone
            write(wire)
            wire.shutdown(socket.SHUT_RDWR)
        return Response("")  # never arrives

    return handle


if __name__ == "__main__":
    serve(sys.argv[1])
