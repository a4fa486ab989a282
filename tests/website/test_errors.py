import pytest
from django.test import Client, RequestFactory

from website.errors import server_error


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/kk/no-such-campaign/", "/no/such/page", "/ar/x/gallery/1/"])
def test_unknown_address_answers_404_in_the_sites_clothes(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert 'class="top"' in response.content.decode()


@pytest.mark.django_db
def test_form_without_a_token_is_refused_with_advice():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/i18n/setlang/", {"language": "kk"})
    assert response.status_code == 403
    assert "The form has expired" in response.content.decode()


def test_server_error_asks_nothing_of_the_database():
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()
