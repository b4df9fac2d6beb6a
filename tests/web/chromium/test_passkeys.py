"""A key of one's own, in a real browser."""


def test_a_browser_comes_in_by_a_link(served, page):
    served.come_in(page)
    assert page.locator("h2#shield").inner_text() == "Le bouclier est baissé"
