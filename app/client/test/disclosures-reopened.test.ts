import { test } from "node:test";
import { debt, FACTS, has, lacks, OTHER } from "./disclosure-facts.js";

test("what later buyers have of what streams: nothing for nothing, but dust and other mints", () => {
  const about = /still streams/;
  lacks({}, about);
  const grown = { authorised: 1_000_000n };
  has(
    { classes: [debt(grown)] },
    /^Buyers of more shares of class 0 \(debt\) pay for their part of what still streams to its holders then, and the class is owed as much more interest; none are sold while a twentieth of its principal streams\. On a due date no new shares of class 0 \(debt\) are sold while a ten-thousandth of its principal still streams to its holders; what is less is shared with the new ones\.$/,
  );
  const wait =
    /^No new shares of class 0 \((debt|cover)\) are sold while a ten-thousandth of its principal still streams to its holders; what is less is shared with the new ones\.$/;
  has({ classes: [debt({ ...grown, ratePpm: 0 })] }, wait);
  has({ classes: [debt({ ...grown, kind: "cover" })] }, wait);
  lacks({ classes: [debt({ ...grown, kind: "equity", hasPar: false })] }, about);
  const mints = [...FACTS.mints, { mint: OTHER, freezable: false }];
  has(
    { classes: [debt(grown)], mints },
    /What streams in mints other than the settlement mint is shared with them too, and they do not pay for it\.$/,
  );
});
