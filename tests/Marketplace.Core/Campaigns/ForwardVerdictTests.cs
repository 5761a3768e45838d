namespace Marketplace.Campaigns.Tests;

/// <summary>Every origin and every known cheat, one line each. The times are seconds after the participation was opened.</summary>
internal sealed class ForwardVerdictTests
{
    private static readonly DateTimeOffset Opened = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);
    private static readonly PromotedBot Bot = new("telegram", "7001", "promoted_bot");
    private static readonly ForwardEvidence Honest =
        new("telegram", ForwardOrigin.User, "7001", OriginIsBot: true, Opened.AddSeconds(20), Opened.AddSeconds(30), "welcome");

    private static IEnumerable<TestCaseData> Cases()
    {
        // Honest people.
        yield return Case("an answer forwarded a moment later", null, Honest);
        yield return Case("an answer of the very second the participation was opened", null, Honest with { SentAt = Opened });
        yield return Case("the platform's clock lags by the tolerance", null, Honest with { SentAt = Opened - Tolerance });
        yield return Case("the platform's clock leads by the tolerance", null, Honest with { SentAt = Honest.ReceivedAt + Tolerance });
        yield return Case("an answer forwarded after 29 minutes", null, Honest with { ReceivedAt = Opened.AddMinutes(29) });
        yield return Case("one message of an album", null, Honest with { AlbumId = "13" });
        yield return Case("a photo, known by its file", null, Honest with { ContentFingerprint = "file:AgADBAAD" });
        yield return Case("a message without words", null, Honest with { ContentFingerprint = string.Empty });

        // Not a forward.
        yield return Case("words typed by hand", "proof.not_forwarded", Honest with { Origin = ForwardOrigin.None, OriginId = null });
        yield return Case("a quotation from another chat", "proof.not_from_the_bots_chat", Honest with { IsExternalReply = true });
        yield return Case("a quotation that carries no origin", "proof.not_from_the_bots_chat", Honest with { IsExternalReply = true, Origin = ForwardOrigin.None });
        yield return Case("a channel's post in its group", "proof.not_from_the_bots_chat", Honest with { IsAutomaticForward = true, Origin = ForwardOrigin.Channel });
        yield return Case("an automatic forward that claims a bot", "proof.not_from_the_bots_chat", Honest with { IsAutomaticForward = true });

        // Another kind of origin.
        yield return Case("a hidden user", "proof.hidden_origin", Honest with { Origin = ForwardOrigin.HiddenUser, OriginId = null, OriginIsBot = false });
        yield return Case("an imported history under the bot's name", "proof.hidden_origin", Honest with { Origin = ForwardOrigin.HiddenUser });
        yield return Case("a group", "proof.from_group", Honest with { Origin = ForwardOrigin.Chat, OriginId = "-1001", OriginIsBot = false });
        yield return Case("a group whose id is the bot's", "proof.from_group", Honest with { Origin = ForwardOrigin.Chat });
        yield return Case("a channel", "proof.from_channel", Honest with { Origin = ForwardOrigin.Channel, OriginId = "-1002", OriginIsBot = false });
        yield return Case("a channel whose id is the bot's", "proof.from_channel", Honest with { Origin = ForwardOrigin.Channel });

        // A user, but not the bot.
        yield return Case("a friend", "proof.from_person", Honest with { OriginId = "42", OriginIsBot = false });
        yield return Case("oneself", "proof.from_person", Honest with { OriginId = "43", OriginIsBot = false });
        yield return Case("a person with the bot's id, which no platform gives", "proof.from_person", Honest with { OriginIsBot = false });
        yield return Case("a user without an id", "proof.from_person", Honest with { OriginId = null });
        yield return Case("another bot", "proof.wrong_bot", Honest with { OriginId = "7002" });
        yield return Case("our own bot", "proof.wrong_bot", Honest with { OriginId = "424242" });
        yield return Case("an id that only begins like the bot's", "proof.wrong_bot", Honest with { OriginId = "70011" });
        yield return Case("the bot's name in place of its id", "proof.wrong_bot", Honest with { OriginId = "promoted_bot" });
        yield return Case("the same number on another platform", "proof.wrong_bot", Honest with { Platform = "discord" });

        // The bot's words, but not from its chat with this person.
        yield return Case("an inline result", "proof.not_from_the_bots_chat", Honest with { ViaBot = true });
        yield return Case("an inline result under a person's name", "proof.not_from_the_bots_chat", Honest with { ViaBot = true, OriginIsBot = false, OriginId = "42" });
        yield return Case("a business bot in a person's account", "proof.not_from_the_bots_chat", Honest with { IsFromBusinessBot = true });
        yield return Case("a business bot under a person's name", "proof.not_from_the_bots_chat", Honest with { IsFromBusinessBot = true, OriginIsBot = false });
        yield return Case("edited after it was sent", "proof.edited", Honest with { IsEdited = true });

        // Times.
        yield return Case("a second older than the tolerance", "proof.too_old", Honest with { SentAt = Opened - Tolerance - TimeSpan.FromSeconds(1) });
        yield return Case("the answer of last year", "proof.too_old", Honest with { SentAt = Opened.AddYears(-1) });
        yield return Case("a date of the epoch", "proof.too_old", Honest with { SentAt = DateTimeOffset.UnixEpoch });
        yield return Case("a second past the tolerance in the future", "proof.from_the_future", Honest with { SentAt = Honest.ReceivedAt + Tolerance + TimeSpan.FromSeconds(1) });
        yield return Case("next year", "proof.from_the_future", Honest with { SentAt = Opened.AddYears(1) });

        // Clocks that are known to differ.
        yield return Case("an answer of this second, by a clock twelve seconds behind ours", null, Honest with { SentAt = Opened.AddSeconds(-12), ClockAhead = TimeSpan.FromSeconds(10) });
        yield return Case("an old answer, by a clock twelve seconds behind ours", "proof.too_old", Honest with { SentAt = Opened.AddSeconds(-18), ClockAhead = TimeSpan.FromSeconds(10) });
        yield return Case("an old answer, by a clock twelve seconds before ours", "proof.too_old", Honest with { SentAt = Opened.AddSeconds(4), ClockAhead = TimeSpan.FromSeconds(-12) });

        // Several faults at once: the one that is told is the one a person can mend.
        yield return Case("a hidden and old one", "proof.hidden_origin", Honest with { Origin = ForwardOrigin.HiddenUser, SentAt = Opened.AddYears(-1) });
        yield return Case("another bot and old", "proof.wrong_bot", Honest with { OriginId = "7002", SentAt = Opened.AddYears(-1) });
        yield return Case("edited and old", "proof.edited", Honest with { IsEdited = true, SentAt = Opened.AddYears(-1) });
    }

    [TestCaseSource(nameof(Cases))]
    public void The_verdict_on(ForwardEvidence evidence, string? code) =>
        Assert.That(ForwardVerdict.Judge(evidence, Bot, Opened, Tolerance)?.Code, Is.EqualTo(code));

    [Test]
    public void The_fingerprint_is_the_messages_own_whoever_forwards_it() =>
        Assert.That(
            ForwardVerdict.Fingerprint(Honest with { ReceivedAt = Opened.AddHours(1), AlbumId = "13" }),
            Is.EqualTo(ForwardVerdict.Fingerprint(Honest)));

    [Test]
    public void The_fingerprint_differs_by_bot_time_and_content() =>
        Assert.That(
            new[]
            {
                Honest, Honest with { OriginId = "7002" }, Honest with { SentAt = Honest.SentAt.AddSeconds(1) }, Honest with { ContentFingerprint = "other" },
            }.Select(ForwardVerdict.Fingerprint),
            Is.Unique);

    private static TestCaseData Case(string name, string? code, ForwardEvidence evidence) =>
        new TestCaseData(evidence, code).SetArgDisplayNames(name, code ?? "accepted");
}
