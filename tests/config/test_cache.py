import socket

import pytest
from django.core.cache import caches
from django.test import Client

from tests.accounts.signing_in import PASSWORD
from tests.config.test_production import SERVER, python
from tests.personas import make_person


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def absent_redis(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "config.cache.ForgivingRedisCache",
            "LOCATION": f"redis://127.0.0.1:{closed_port()}/0",
            "OPTIONS": {"socket_connect_timeout": 1},
        }
    }
    return caches["default"]


def test_cache_that_is_away_holds_nothing(absent_redis):
    absent_redis.set("a", 1)
    absent_redis.delete("a")
    absent_redis.delete_many(["a"])
    absent_redis.clear()
    assert absent_redis.get("a") is None
    assert absent_redis.get("a", "nothing") == "nothing"
    assert absent_redis.get_many(["a", "b"]) == {}
    assert absent_redis.set_many({"a": 1}) == ["a"]
    assert not absent_redis.has_key("a")
    assert absent_redis.add("a", 1)
    assert not absent_redis.touch("a")
    with pytest.raises(ValueError, match="not found"):
        absent_redis.incr("a")


def test_people_sign_in_while_redis_is_away(db: None, absent_redis, client: Client):
    person = make_person("aigul")
    person.set_password(PASSWORD)
    person.save()
    answer = client.post("/en/account/login/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/en/my/").status_code == 200


def test_address_of_redis_chooses_the_forgiving_cache():
    code = "from config.settings import CACHES; print(CACHES['default']['BACKEND'])"
    answer = python(code, **SERVER, CACHE_URL="redis://127.0.0.1:6379/0")
    assert answer.stdout.strip() == "config.cache.ForgivingRedisCache"
