"""Names that a host knows: Google's built-in icons, and the material icons that this host draws."""

KNOWN_ICONS = frozenset(
    (
        "AIRPLANE BOOKMARK BUS CAR CLOCK CONFIRMATION_NUMBER_ICON DESCRIPTION DOLLAR EMAIL EVENT_SEAT FLIGHT_ARRIVAL "
        "FLIGHT_DEPARTURE HOTEL HOTEL_ROOM_TYPE INVITE MAP_PIN MEMBERSHIP MULTIPLE_PEOPLE PERSON PHONE RESTAURANT_ICON "
        "SHOPPING_CART STAR STORE TICKET TRAIN VIDEO_CAMERA VIDEO_PLAY"
    ).split()
)
"""``Icon.knownIcon`` in the RPC reference ``google.apps.card.v1``."""

DRAWN_ICONS = frozenset(
    (
        "add arrow_back arrow_forward block bookmark call campaign cancel check_circle chevron_right close description "
        "done edit edit_note error event expand_less expand_more group help hourglass_empty image info key link lock "
        "mail more_vert open_in_new payments pending person radio_button_checked radio_button_unchecked refresh "
        "schedule send settings shield star store table_chart ticket undo warning"
    ).split()
)
"""Material icons looked up and drawn in ``static/icons.js``; a test holds the two together."""
