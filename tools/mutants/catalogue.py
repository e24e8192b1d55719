"""The planted faults. Each replaces a piece of the code that stands there exactly once; where it no longer does, the
tool says so and stops: a fault that cannot be planted proves nothing.
"""

from dataclasses import dataclass

SCENARIOS = "tests/exchange/test_scenarios.py"
FAULTS = "tests/services/test_exchange_faults.py"
COPIES = "tests/services/test_two_computers_of_one_desk.py"
WITHHELD = "tests/services/test_withheld.py"
STATES = "tests/domain/test_states.py"
LIGHT = "tests/services/test_light.py"
BUNDLES = "tests/sync/test_bundle_faults.py"
THERE_AND_BACK = "tests/services/test_one_proposal_there_and_back.py"
CUT_SHORT = "tests/services/test_exchange_cut_short.py"
LOADED = "tests/services/test_files_loaded_and_branches.py"
DURABLE = "tests/test_durable.py"
REVISIONS = "tests/sync/test_revisions.py"
SUITE = (SCENARIOS, FAULTS, COPIES, WITHHELD, STATES, LIGHT, THERE_AND_BACK, CUT_SHORT, LOADED, DURABLE, REVISIONS)
"""Asked, after a fault's own test, when that one did not notice."""

ARRIVALS = "desktop/services/arrivals.py"
DEPARTURES = "desktop/services/departures.py"
EXCHANGE = "desktop/services/exchange.py"
PUBLISHING = "desktop/services/publishing.py"
SETTLING = "desktop/services/settling.py"
STATE_RULES = "desktop/domain/states.py"
BUNDLE = "desktop/sync/bundle.py"


@dataclass(frozen=True)
class Mutant:
    """One fault. `promised`: named by the exchange's design (section 9); `test`: where it should be noticed."""

    name: str
    file: str
    old: str
    new: str
    test: str
    promised: bool = False


MUTANTS = (
    # --- the ones the design names ---
    Mutant(
        "One cursor per area",
        DEPARTURES,
        "        held = behind(session, head.area, head.device, claimed)\n",
        "        top = max((one[2] for one in haves.get(card.device, []) if one[0] == head.area), default=0)\n"
        "        held = behind(session, head.area, head.device, session.scalars(select(StreamLine.hash).where(\n"
        "            StreamLine.area == head.area, StreamLine.device == head.device, StreamLine.seq <= top)))\n",
        f"{SCENARIOS}::test_each_stream_is_asked_for_by_itself",
        True,
    ),
    Mutant(
        "Another area's device accepted",
        ARRIVALS,
        "else author.area == line.area\n    if line.area not in (partner, office) or not owned:",
        "else True\n    if not owned:",
        f"{FAULTS}::test_an_rt_may_not_write_for_its_neighbour",
        True,
    ),
    Mutant(
        "Acknowledgement before files",
        ARRIVALS,
        'bundle.outcome = "data_received" if manifest.missing_files else "received"',
        'bundle.outcome = "received"',
        f"{LIGHT}::test_small_pictures_go_ahead_and_the_full_ones_follow",
        True,
    ),
    Mutant(
        "Missing files are not told",
        DEPARTURES,
        "    return tuple(sorted(found)[: limits.MISSING_FILES])",
        "    return ()",
        f"{LIGHT}::test_small_pictures_go_ahead_and_the_full_ones_follow",
        True,
    ),
    Mutant(
        "Running hash not checked",
        BUNDLE,
        "            if (line.area, line.device, line.seq, line.prev) != expected or parsed.hash in seen:",
        "            if (line.area, line.device, line.seq) != expected[:3] or parsed.hash in seen:",
        f"{BUNDLES}::test_lines_that_do_not_continue_their_stream",
        True,
    ),
    Mutant(
        "Lines set aside are not counted",
        ARRIVALS,
        "    for parsed in new:\n        line, rev = parsed.line, parsed.line.rev\n        office =",
        "    for parsed in (one for one in new if withheld.get(one.hash) != ASIDE):\n"
        "        line, rev = parsed.line, parsed.line.rev\n        office =",
        f"{WITHHELD}::test_a_bad_line_is_set_aside_by_an_officer_and_ten_good_bundles_follow",
        True,
    ),
    Mutant(
        "Decision matched by uid instead of digest",
        STATE_RULES,
        "        and submission.digest == decision.digest\n",
        "",
        f"{SCENARIOS}::test_a_copy_that_hands_in_the_same_submission_is_seen_as_such",
        True,
    ),
    Mutant(
        "Parents taken at publishing time",
        PUBLISHING,
        "else tuple(row.base.split())\n",
        "else tuple(sorted(session.scalars(select(db_revisions.HEADS.c.rev_id).where(\n"
        "            db_revisions.HEADS.c.uid == row.uid, db_revisions.HEADS.c.area == area))))\n",
        f"{SCENARIOS}::test_what_arrived_under_unsent_changes_is_not_passed_over",
        True,
    ),
    Mutant(
        "Only own lines sent",
        DEPARTURES,
        "    files = _files(desk, ranges, asked)\n    counted = _counted(ranges)\n",
        "    ranges = [one for one in ranges if one.head.device == desk.info.device]\n"
        "    files = _files(desk, ranges, asked)\n    counted = _counted(ranges)\n",
        f"{SCENARIOS}::test_what_one_office_computer_decided_reaches_the_other_by_the_rt",
        True,
    ),
    Mutant(
        "A maximum kept of `have`",
        ARRIVALS,
        "    have = [[head.area, head.device, head.seq, head.hash] for head in manifest.have]\n",
        "    have = [[head.area, head.device, head.seq, head.hash] for head in manifest.have]\n"
        "    earlier = session.get(PeerState, manifest.card.device)\n"
        "    have += [one for one in msgspec.json.decode(earlier.have) if one not in have] if earlier else []\n",
        f"{SCENARIOS}::test_the_newest_word_of_a_computer_counts_although_it_holds_less",
        True,
    ),
    Mutant(
        "A partial `resolve`",
        "desktop/services/conflicts.py",
        "            parents = tuple(head.rev_id for head in heads)\n",
        "            parents = tuple(head.rev_id for head in heads)[:2]\n",
        f"{SCENARIOS}::test_what_is_chosen_ends_the_conflict_everywhere",
        True,
    ),
    Mutant(
        "Waiting bundles acknowledged",
        EXCHANGE,
        "                if plan.waits:\n",
        "                if plan.waits and not plan.new_lines:\n",
        f"{CUT_SHORT}::test_what_waited_is_taken_also_after_a_cut",
        True,
    ),
    # --- ours: clocks and order ---
    Mutant(
        "What is older by the clock is ignored",
        SETTLING,
        "    if not record.came:\n        return\n",
        "    if record.row is not None:\n"
        "        record.came = [one for one in record.came if one.revision.at >= record.row.saved_at]\n"
        "    if not record.came:\n        return\n",
        f"{SCENARIOS}::test_a_clock_in_the_past_or_the_future_decides_nothing",
    ),
    Mutant(
        "A `have` that is older by the clock is ignored",
        ARRIVALS,
        "    remember_card(session, manifest.card, trusted=True)\n    have = ",
        "    remember_card(session, manifest.card, trusted=True)\n"
        "    told = session.get(PeerState, manifest.card.device)\n"
        "    if told is not None and told.made_at > manifest.made_at:\n        return\n    have = ",
        f"{SCENARIOS}::test_a_clock_in_the_past_or_the_future_decides_nothing",
    ),
    Mutant(
        "Rows before files",
        EXCHANGE,
        "                    self._keep_files(arrival, report)\n"
        "                    apply(session, self._desk, arrival, judged)\n",
        "                    apply(session, self._desk, arrival, judged)\n"
        "                    self._keep_files(arrival, report)\n",
        f"{SCENARIOS}::test_the_file_is_there_before_any_row_names_it",
    ),
    Mutant(
        "A bundle's rows in a transaction before its lines' meaning",
        ARRIVALS,
        "    settle(session, records, at)\n    _write_attachments",
        "    session.commit()\n    settle(session, records, at)\n    _write_attachments",
        f"{SCENARIOS}::test_a_power_cut_in_the_middle_of_taking_takes_nothing",
    ),
    Mutant(
        "A file is put in place before it is on the disk",
        "desktop/durable.py",
        "            file.flush()\n            os.fsync(file.fileno())\n        put_in_place(temporary, path)\n",
        "            file.flush()\n        put_in_place(temporary, path)\n",
        "tests/durability/test_write_order.py",
    ),
    # --- ours: copies and restored folders ---
    Mutant(
        "Lines of a stream counted by number, not by branch",
        "desktop/services/streams.py",
        "    found: set[str] = set()\n    for at in named:\n",
        "    tops = select(StreamLine.seq).where(StreamLine.hash.in_(named)).order_by(StreamLine.seq.desc())\n"
        "    top = session.scalars(tops).first() or 0\n"
        "    found = set(session.scalars(select(StreamLine.hash).where(\n"
        "        StreamLine.area == area, StreamLine.device == device, StreamLine.seq <= top)))\n"
        "    for at in named:\n",
        f"{SCENARIOS}::test_a_copy_nobody_noticed_goes_on_writing",
    ),
    Mutant(
        "One head kept per stream",
        ARRIVALS,
        '            "sig": head.sig,\n        }\n',
        '            "sig": head.sig,\n        }\n'
        "        session.execute(STREAM_HEADS.delete().where(\n"
        "            STREAM_HEADS.c.area == head.area, STREAM_HEADS.c.device == head.device))\n",
        f"{SCENARIOS}::test_a_copy_nobody_noticed_goes_on_writing",
    ),
    Mutant(
        "Writing on forgets the other branch",
        PUBLISHING,
        "delete(STREAM_HEADS).where(STREAM_HEADS.c.hash == first_prev)",
        "delete(STREAM_HEADS).where(STREAM_HEADS.c.area == area, STREAM_HEADS.c.device == desk.info.device)",
        f"{SCENARIOS}::test_a_copy_nobody_noticed_goes_on_writing",
    ),
    Mutant(
        "Unsent changes give way to what arrives",
        SETTLING,
        'shown = "" if unsent or (split',
        'shown = "" if (split',
        f"{COPIES}::test_an_answer_that_arrives_under_unsent_changes_leaves_them_in_view",
    ),
    Mutant(
        "The version that arrived last is in view, and nobody asked",
        "desktop/db/revisions.py",
        '"the_uid": uid, "split": count > 1}',
        '"the_uid": uid, "split": False}',
        f"{COPIES}::test_both_versions_reach_the_office_and_are_shown_as_a_conflict",
    ),
    Mutant(
        "Equal versions are called a conflict",
        "desktop/db/revisions.py",
        "func.count(HEADS.c.value_hash.distinct())",
        "func.count(HEADS.c.rev_id.distinct())",
        f"{SCENARIOS}::test_the_same_change_on_two_copies_is_no_conflict",
    ),
    # --- ours: trust ---
    Mutant(
        "The author's signature of a stream is not compared",
        ARRIVALS,
        "        if not verify_head(stream.head, author.sign):\n",
        "        if not stream.head.sig:\n",
        f"{SCENARIOS}::test_an_approved_computer_cannot_write_in_anothers_name",
    ),
    Mutant(
        "The packer's signature is not compared",
        BUNDLE,
        "or not verify(card.sign, signature, _SIGN_LABEL + raw):",
        "or not verify:",
        f"{FAULTS}::test_a_wrong_signature_is_refused",
    ),
    Mutant(
        "Any kelurahan's card will do",
        ARRIVALS,
        'if card.kind != "kelurahan" or card.area != office or card.root != root:',
        'if card.kind != "kelurahan" or card.area != office:',
        f"{SCENARIOS}::test_a_false_office_is_not_heard",
    ),
    Mutant(
        "A revoked device may send",
        ARRIVALS,
        ' and not from_revoked:\n        raise Trouble("sender_revoked"',
        ' and not from_revoked and not card:\n        raise Trouble("sender_revoked"',
        f"{WITHHELD}::test_what_a_revoked_computer_wrote_later_is_held_until_the_bound_is_raised",
    ),
    Mutant(
        "What a revoked device wrote later counts",
        ARRIVALS,
        "    withheld = dict.fromkeys(late, HELD) | {\n",
        "    withheld = dict.fromkeys(late & set(bad), HELD) | {\n",
        f"{WITHHELD}::test_what_a_revoked_computer_wrote_later_is_held_until_the_bound_is_raised",
    ),
    Mutant(
        "A line of bad form is left out in silence",
        ARRIVALS,
        "    if unfit and not officer:\n",
        "    if unfit and not officer and not bad:\n",
        f"{FAULTS}::test_a_proposal_with_nonsense_is_refused_by_field",
    ),
    # --- ours: photos ---
    Mutant(
        "A small picture counts as the full one",
        ARRIVALS,
        "    return frozenset(bundle.file_names) - ahead\n",
        "    return frozenset(bundle.file_names) | {one.full for one in bundle.manifest.previews if ahead}\n",
        f"{LIGHT}::test_small_pictures_go_ahead_and_the_full_ones_follow",
    ),
    Mutant(
        "What the other side asks for is not sent",
        DEPARTURES,
        "asked = set() if everything or light or not asked_too else _asked(session, recipients)",
        "asked = set() if everything or light or not asked_too else set[str]()",
        f"{LIGHT}::test_small_pictures_go_ahead_and_the_full_ones_follow",
    ),
    Mutant(
        "Photos are outside the value hash",
        "desktop/sync/revisions.py",
        '"year": year, "data": dict(data), "files": list(files)}\n    check_value(value)\n',
        '"year": year, "data": dict(data), "files": []}\n    check_value(value)\n',
        REVISIONS,
    ),
    # --- ours: submissions and decisions ---
    Mutant(
        "What was handed in may be edited",
        "desktop/services/locks.py",
        "        frozen.update(held)\n",
        "        frozen.update(held[:0])\n",
        f"{THERE_AND_BACK}::test_a_returned_proposal_comes_back_and_is_approved",
    ),
    Mutant(
        "A withdrawal beats the decision it crossed",
        STATE_RULES,
        "    if at_issue:\n        decision",
        "    if at_issue and newest not in withdrawn:\n        decision",
        STATES,
    ),
    Mutant(
        "An approval of an older attempt is forgotten",
        STATE_RULES,
        'if any(words[uid].outcome == "approve" for uid in earlier):',
        'if any(words[uid].outcome == "approve" and attempt < 0 for uid in earlier):',
        STATES,
    ),
    Mutant(
        "A decision replaces those on other items, too",
        STATE_RULES,
        "        if old != uid and old in bound and bound[old].item == decision.item\n",
        "        if old != uid and old in bound\n",
        "tests/domain/test_states_of_several_items.py",
    ),
    Mutant(
        "The digest of a submission leaves out its attempt",
        "desktop/services/submissions.py",
        '        "attempt": attempt,\n        "items": [[',
        '        "attempt": 0 if attempt else attempt,\n        "items": [[',
        "tests/exchange/test_digest.py",
    ),
    # --- ours: waiting and taking again ---
    Mutant(
        "What waited stays waiting",
        EXCHANGE,
        "        retried = tuple(self._retry_waiting())",
        "        retried = tuple[str, ...]()",
        f"{CUT_SHORT}::test_what_waited_is_taken_also_after_a_cut",
    ),
    Mutant(
        "A bundle is taken as often as it comes",
        ARRIVALS,
        "        already=earlier is not None,\n",
        "        already=False,\n",
        f"{THERE_AND_BACK}::test_the_same_bundle_twice_changes_nothing",
    ),
    Mutant(
        "The second half of a longer stream is enough",
        DEPARTURES,
        "        while at in rows and at not in sent and at not in held:\n",
        "        while at in rows and at not in sent and at not in held and len(chain) < 2:\n",
        f"{SCENARIOS}::test_received_means_held_by_the_other_side",
    ),
)
