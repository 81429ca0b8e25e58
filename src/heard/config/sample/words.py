"""What invented people say. None of it was said by anybody."""

from __future__ import annotations

LIBRARY = (
    "Open until eight on two evenings. I finish work at half past five and you are closed.",
    "Please stay open later. My children have nowhere warm to do homework.",
    "Saturday afternoons would help families more than Monday mornings do.",
    "The lift has been broken since spring, so my mother waits downstairs.",
    "A ramp at the side door. The bell nobody hears is no way to get in.",
    "More books in Polish and Panjabi, and someone who can read a letter with you.",
    "Keep the quiet room quiet. It is the only place I can think.",
    "The staff know everyone by name. Do not lose that.",
    "It is cold in winter. I keep my coat on and leave early.",
    "Put the bus times on the screen, then I need not stand in the rain.",
    "Later opening is fine as long as the same staff are not asked to do double shifts.",
    "Toilets. It is always toilets. Nobody with a pushchair can stay an hour.",
    "I would come to a class about phones if it was with people my own age.",
    "Leave it as it is. Every time you improve it we lose shelves.",
    "Evening opening costs money. I would rather you mended the heating.",
)
BATHS = (
    "Open until nine. The last swim is at seven and I finish work at six.",
    "Later sessions for women only, with a woman on duty. Then my sisters would come.",
    "Later opening, yes, but not if Sunday is the price of it.",
    "The hoist has not worked since March. I have not swum since March.",
    "A working hoist and a warm changing room. That is all I ask.",
    "Cold changing rooms. The water is fine; it is the getting dressed.",
    "Put the price up for those who can pay, and keep a pound for children.",
    "The price is too high for a family of five. We come on birthdays.",
    "Price is not the trouble. The bus is: the number 20 stops at six.",
    "A bus that runs after six. Without it later opening is for people with cars.",
    "Warmer water in the teaching pool, for old knees and for babies.",
    "Warm up the showers.",
    "Do not close it. My grandfather learnt to swim here and so did I.",
    "Lockers that take a card. Nobody carries a pound coin.",
    "The staff are kind. They taught my son when school gave up on him.",
    "Nothing. I like it as it is.",
    "Later opening would wake the flats behind. Ask them too.",
)
PARK = (
    "Lights along the path from the school to the bus. I walk home with my keys in my hand.",
    "Lights, but warm ones that turn down. The bats matter and so does sleep.",
    "Cut the hedge by the gate so you can see who is there.",
    "A path that a wheelchair can use when it rains.",
    "Lights on the path, please. I used to run there and I stopped.",
    "Somebody about. One warden is worth ten cameras.",
    "Leave the dark corner by the pond. That is where the bats are.",
)

READING = {
    "how_read": "Two people read everything that is said, on every channel. No machine reads for them.",
    "who": "Tomasz Zielinski reads; Olu Adeyemi reads a tenth again without seeing the first reading.",
    "frame": ["Getting there", "What it costs"],
    "second_percent": 10,
    "campaigns": "Every copy is counted and thanked; the words are read once; tables show both, with and without.",
    "late": "Post sent in time counts for three more working days. Later answers are read, and counted apart.",
    "weighting": "Numbers are not weighted: too few people say who they are.",
    "not_done": "We do not call those who answered “residents”, and we give no margins of error.",
}
