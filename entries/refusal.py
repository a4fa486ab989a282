"""The sentences with which this room says no."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.refusal import Refused


class EntryRefused(Refused):
    """An entry or a decision about it was refused; the message says what to do next."""

    messages: dict[str, str | Promise] = {
        # Entering a video
        "showcase": _("This campaign takes no entries: post your video with its hashtag."),
        "not_open": _("This campaign takes no entries at the moment."),
        "platform_not_allowed": _(
            "This campaign takes videos from %(platforms)s only. Paste a link from there."
        ),
        "consent_missing": _("Agree to everything that is asked below to enter."),
        "already_entered": _(
            "This video takes part in the campaign already. "
            "If it is yours and somebody else entered it, write to the organisers."
        ),
        "already_yours": _("You have entered this video already. You find it under “My entries”."),
        "waits_for_another": _(
            "Somebody entered this video a moment ago and has to confirm it. "
            "If it is yours, try again in an hour."
        ),
        "was_refused": _(
            "The organisers have decided about this video. It cannot be entered again."
        ),
        "rules_changed": _("The rules have changed meanwhile. Read them again before you agree."),
        "age_missing": _("Say how old you are."),
        "too_young": _("Only people of %(age)s years and older can take part."),
        "country_missing": _("Choose the country in which you live."),
        "wrong_country": _("Only people who live in one of these countries can take part."),
        "guardian_unnamed": _("Name a guardian whom we can ask to agree, with an e-mail address."),
        "guardian_is_entrant": _("Write the guardian’s own e-mail address, not yours."),
        "category_missing": _("Choose at least one category."),
        "too_many": _("You have entered as many videos as the rules allow: %(most)s."),
        # Confirming the address
        "address_not_proven": _("Confirm your e-mail address first: sign in with a code by mail."),
        "taken_over": _("Somebody else has entered this video meanwhile."),
        "confirmed_too_late": _(
            "The campaign closed before you confirmed your address, so this entry does not count."
        ),
        # Deciding
        "decided_meanwhile": _(
            "%(who)s decided about this entry meanwhile, on %(when)s. It is now: %(status)s."
        ),
        "not_received": _("This entry is not waiting for a decision. It is: %(status)s."),
        "not_confirmed": _("The creator has not confirmed the e-mail address yet."),
        "not_accepted": _("Only an accepted entry can be disqualified. This one is: %(status)s."),
        "withdrawn_already": _("This entry is withdrawn already."),
        "reason_missing": _("Tell the creator why. The text is shown as you write it."),
        "guardian_missing": _(
            "The entrant is under age and the guardian has not agreed yet. "
            "The entry can be accepted as soon as that is done."
        ),
        "breaks_a_rule": _("This entry breaks a rule. To accept it all the same, write why."),
        "question_missing": _("Write what you want to know. The creator reads it as you write it."),
        "nobody_to_ask": _("Nobody has entered this video on this site, so nobody can be asked."),
        "asked_already": _("The creator has been asked already. Wait for the answer."),
        "not_your_answer": _("Only the person who entered this video can answer."),
        "no_question": _("The organisers no longer wait for an answer about this video."),
        "answer_missing": _("Write your answer."),
        # Overriding
        "not_a_moderator": _("Only moderators can set a rule aside."),
        "override_reason_missing": _("Write why, for those who look at this entry later."),
        "rule_not_asked": _("The campaign does not ask for this any more."),
        "rule_is_met": _("The rule is met: there is nothing to set aside."),
        "overridden_already": _("%(who)s has set this rule aside already."),
        "not_overridden": _("The rule counts already."),
        # Undoing
        "not_undoable": _("Only your own last decisions can be undone."),
        "undone_already": _("You have undone this already."),
        "undo_too_late": _(
            "A decision can be undone for ten minutes. Those are over, so it stays as it is."
        ),
        "notice_left": _("The creator has been told by mail already, so the decision stays."),
        "not_in_this_phase": _("Entries are decided while the campaign is open or under review."),
        "announced": _(
            "The winners are announced, and this entry belongs to the published results. "
            "Write to the organisers if it has to be taken down."
        ),
        "not_yours": _("Only the person who entered this video can withdraw it."),
        # Guardians
        "guardian_agreed_already": _("The guardian has agreed already."),
        "guardian_asked_often": _(
            "The guardian has been written to several times. Ask them to look into their mail, "
            "also among the junk."
        ),
        "guardian_link_unknown": _(
            "This link is not, or no longer, good. Open the newest mail that we sent you."
        ),
        "guardian_too_late": _("The campaign no longer takes guardians’ consents."),
        # Claiming imported entries
        "claim_unknown": _(
            "This link is not, or no longer, good. Open the newest link that the organisers sent."
        ),
        "claim_used": _("This link has been used already. Sign in to see the entries."),
        "claim_expired": _(
            "This link has expired. Answer the organisers’ message and ask for a new one."
        ),
        "claim_too_late": _("The campaign is over: its entries can no longer be taken over."),
    }
