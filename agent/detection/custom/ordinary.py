"""A sample of ordinary prose, against which patterns of customers are tried.

Written for this: letters, minutes and notes as people paste them, with dates, prices, versions, times and names of
things, and nothing that is sensitive.
"""

from __future__ import annotations

__all__ = ["ORDINARY_TEXT"]

ORDINARY_TEXT = b"""\
Good morning all, thanks for joining on Monday, 12 October 2026. We went through the budget for the third quarter (page
14 of the draft) and agreed that travel stays below 4,500 a month. The new printer on floor 2 arrives at 9:30; please
leave room 217 open. Lunch is at 12.45 as usual.

Notes from the release meeting
- Version 3.11.4 goes out on 2026-11-02, the fix for the slow start follows in 3.12.
- The test run took 47 minutes on two cores, 18 percent less than before.
- Open questions: who writes the guide, and do we keep the old menu until the end of the year?

Dear customer, your order has left our house and should be with you within 3 to 5 days. If a part is missing, write to
us and tell us what it looks like; a photo helps. You may return it for 30 days. The price was 129.90 including 19%
tax. We hope that you enjoy it.

def total(prices):
    result = 0
    for price in prices:
        result += price * 1.19
    return round(result, 2)

The river rises in the hills north of the town, runs 84 km through forest and meadow, and meets the sea in a wide bay.
In 1871 a bridge was built, and with it came the railway, the mill and the first school. Today about 26,000 people live
here; most of them work in the harbor or in tourism. Summers are mild, with 18 to 24 degrees and little rain.

Could you summarize the following text in five sentences, in plain English, for readers of 12 to 15 years? Keep the
numbers, leave out the names, and end with a question. Then translate it into German and French.

TODO for next week: 1) call the landlord about the heating, 2) renew the parking permit, 3) order paper, A4, 80 g, 10
boxes, 4) send the minutes, 5) find a date for the summer party: Friday the 18th or Saturday the 26th. Who brings the
music? See README.md and docs/setup.md for how to join. PS: the Wi-Fi in the kitchen works again, Channel 11, 5 GHz.
"""
