"""Calls a running `serve` as programs do, with a vendor's own client, and prints what the client made of it as JSON.

    python talk.py openai|anthropic|google|providers http://127.0.0.1:8080
"""

import asyncio
import json
import sys

QUESTION = "Which port does the proxy listen on?"
MESSAGES = [{"role": "user", "content": QUESTION}]
# What the embedded simulator is asked to do.
LIMITED = {"x-agw-simulate": "status=429,retry-after=7"}
CUT = {"x-agw-simulate": "cut=3"}


def error(call):
    """The class of the exception that a call ends in, and its HTTP status."""
    try:
        call()
    except Exception as raised:
        status = getattr(raised, "status_code", None) or getattr(raised, "code", None)
        return [type(raised).__name__, status]
    return ["none", None]


def openai(base):
    from openai import AsyncOpenAI, OpenAI

    def client(path, kind=OpenAI):
        return kind(base_url=base + path, api_key="sk-test", max_retries=0)

    def chat(client, path_model="gpt-4o-mini", **more):
        return client.chat.completions.create(model=path_model, messages=MESSAGES, **more)

    own = client("/openai/v1")
    raw = own.chat.completions.with_raw_response.create(model="gpt-4o-mini", messages=MESSAGES)
    whole = raw.parse()
    yield "chat", [whole.model, whole.choices[0].message.content, whole.usage.total_tokens > 0]
    yield "route", raw.headers["x-agw-route"]
    pieces = list(chat(own, stream=True))
    text = "".join(p.choices[0].delta.content or "" for p in pieces if p.choices)
    yield "stream", [text == whole.choices[0].message.content, len(pieces) > 3]
    yield "stream usage", [piece.usage.total_tokens > 0 for piece in pieces if piece.usage]
    responses = own.responses.create(model="gpt-4o-mini", input=QUESTION)
    yield "responses", QUESTION in responses.output_text
    events = [event.type for event in own.responses.create(model="m", input=QUESTION, stream=True)]
    yield "responses stream", [events[0], events[-1]]
    vectors = own.embeddings.create(model="text-embedding-3-small", input=["a", "b"])
    yield "embeddings", [len(vectors.data), vectors.data[0].embedding == vectors.data[1].embedding]
    yield "limited", error(lambda: chat(own, extra_headers=LIMITED))
    yield "cut", error(lambda: list(chat(own, stream=True, extra_headers=CUT)))[0]
    yield "no route", error(lambda: chat(client("/nowhere")))
    yield "no model", error(lambda: chat(own, path_model=""))

    claude = client("/anthropic/v1")
    whole = chat(claude, "claude-sonnet-5", max_tokens=64)
    pieces = list(chat(claude, "claude-sonnet-5", stream=True))
    text = "".join(p.choices[0].delta.content or "" for p in pieces if p.choices)
    yield "claude", [QUESTION in whole.choices[0].message.content, whole.usage.total_tokens > 0]
    yield "claude stream", [text == whole.choices[0].message.content, pieces[-1].usage is not None]
    yield "claude limited", error(lambda: chat(claude, extra_headers=LIMITED))
    yield "claude cut", error(lambda: list(chat(claude, stream=True, extra_headers=CUT)))[0]

    router = client("/v1")
    yield "models", [model.id for model in router.models.list()]
    yield "router", chat(router).model
    yield "unknown model", error(lambda: chat(router, path_model="nobody"))

    async def together():
        async with client("/openai/v1", AsyncOpenAI) as own:
            async def one(number):
                stream = await chat(own, path_model=f"m-{number}", stream=True)
                return {piece.model async for piece in stream} == {f"m-{number}"}
            return await asyncio.gather(*(one(number) for number in range(40)))

    yield "together", all(asyncio.run(together()))


def providers(base):
    """Of `serve --provider`: one base URL for all models, in the format of OpenAI's client and of Anthropic's."""
    from anthropic import Anthropic
    from openai import OpenAI

    client = OpenAI(base_url=base + "/v1", api_key="unused", max_retries=0)
    yield "models", [model.id for model in client.models.list()]
    for name in ["gpt-4o", "claude-haiku-4-5", "llama3.2:1b"]:
        asked = {"model": name, "messages": MESSAGES, "max_tokens": 64}
        whole = client.chat.completions.create(**asked)
        pieces = list(client.chat.completions.create(**asked, stream=True))
        text = "".join(p.choices[0].delta.content or "" for p in pieces if p.choices)
        yield name, [QUESTION in whole.choices[0].message.content, QUESTION in text, whole.model]
    yield "responses", QUESTION in client.responses.create(model="gpt-4o", input=QUESTION).output_text
    vectors = client.embeddings.create(model="text-embedding-3-small", input=["a", "b"])
    yield "embeddings", len(vectors.data)
    other = Anthropic(base_url=base, api_key="unused", max_retries=0)
    whole = other.messages.create(model="gpt-4o", max_tokens=64, messages=MESSAGES)
    yield "messages", [whole.model, QUESTION in whole.content[0].text]


def anthropic(base):
    from anthropic import Anthropic

    own = Anthropic(base_url=base + "/anthropic", api_key="sk-ant-test", max_retries=0)
    asked = {"model": "claude-sonnet-5", "max_tokens": 64, "messages": MESSAGES}
    whole = own.messages.create(**asked)
    yield "messages", [whole.model, QUESTION in whole.content[0].text, whole.usage.output_tokens > 0]
    with own.messages.stream(**asked) as stream:
        text = "".join(stream.text_stream)
        yield "stream", [text == whole.content[0].text, stream.get_final_message().stop_reason]
    counted = own.messages.count_tokens(model=asked["model"], messages=MESSAGES)
    yield "count", counted.input_tokens > 0
    yield "limited", error(lambda: own.messages.create(**asked, extra_headers=LIMITED))

    # An OpenAI model, asked in Anthropic's format.
    other = Anthropic(base_url=base + "/openai", api_key="sk-test", max_retries=0)
    asked["model"] = "gpt-4o-mini"
    whole = other.messages.create(**asked)
    yield "translated", [whole.model, QUESTION in whole.content[0].text, whole.stop_reason]
    with other.messages.stream(**asked) as stream:
        text = "".join(stream.text_stream)
        last = stream.get_final_message()
        yield "translated stream", [text == whole.content[0].text, last.usage == whole.usage]
    yield "translated error", error(lambda: other.messages.create(**asked, extra_headers=LIMITED))


def google(base):
    from google import genai
    from google.genai import types

    options = types.HttpOptions(base_url=base + "/gemini")
    own = genai.Client(api_key="test", http_options=options)
    asked = {"model": "gemini-2.5-flash", "contents": QUESTION}
    whole = own.models.generate_content(**asked)
    yield "content", [QUESTION in whole.text, whole.usage_metadata.total_token_count > 0]
    text = "".join(piece.text or "" for piece in own.models.generate_content_stream(**asked))
    yield "stream", text == whole.text
    yield "count", own.models.count_tokens(**asked).total_tokens > 0
    limited = types.GenerateContentConfig(http_options=types.HttpOptions(headers=LIMITED))
    yield "limited", error(lambda: own.models.generate_content(**asked, config=limited))


if __name__ == "__main__":
    talks = {"openai": openai, "anthropic": anthropic, "google": google, "providers": providers}
    print(json.dumps(dict(talks[sys.argv[1]](sys.argv[2]))))
