using Marketplace.Campaigns;

namespace Marketplace.Frontends.Telegram.Tests;

public class ForwardReadingTests
{
    private const string UserOrigin = """{"type":"user","date":1780000050,"sender_user":{"id":99,"is_bot":true,"first_name":"B","username":"Some_Bot"}}""";
    private static readonly DateTimeOffset SentAt = DateTimeOffset.FromUnixTimeSeconds(1_780_000_050);
    private static readonly DateTimeOffset ReceivedAt = DateTimeOffset.FromUnixTimeSeconds(1_780_000_100);

    [TestCase(UserOrigin, ForwardOrigin.User, "99", true, "Some_Bot")]
    [TestCase("""{"type":"user","date":1780000050,"sender_user":{"id":7,"is_bot":false,"first_name":"P"}}""", ForwardOrigin.User, "7", false, null)]
    [TestCase("""{"type":"hidden_user","date":1780000050,"sender_user_name":"Some Bot"}""", ForwardOrigin.HiddenUser, null, false, null)]
    [TestCase("""{"type":"chat","date":1780000050,"sender_chat":{"id":-5,"type":"group","title":"G"}}""", ForwardOrigin.Chat, "-5", false, null)]
    [TestCase("""{"type":"channel","date":1780000050,"chat":{"id":-1001234567890,"type":"channel","username":"chan"},"message_id":3}""", ForwardOrigin.Channel, "-1001234567890", false, "chan")]
    [TestCase("""{"type":"from_the_future","date":1780000050}""", ForwardOrigin.HiddenUser, null, false, null)]
    public async Task Every_kind_of_origin_is_told(string origin, ForwardOrigin kind, string? id, bool isBot, string? username)
    {
        var forward = await ReadAsync($"\"text\":\"Hi\",\"forward_origin\":{origin}");

        Assert.That(forward.OriginUsername, Is.EqualTo(username));
        Assert.That(forward.Evidence, Is.EqualTo(new ForwardEvidence("telegram", kind, id, isBot, SentAt, ReceivedAt, forward.Evidence.ContentFingerprint)));
    }

    [Test]
    public async Task A_bot_that_claims_to_be_in_a_hidden_origin_is_not_believed()
    {
        var forward = await ReadAsync("""
            "text":"Hi","forward_origin":{"type":"hidden_user","date":1780000050,"sender_user_name":"x","sender_user":{"id":99,"is_bot":true}}
            """);

        Assert.That(forward.Evidence, Has.Property(nameof(ForwardEvidence.OriginId)).Null.And.Property(nameof(ForwardEvidence.OriginIsBot)).False);
    }

    [Test]
    public async Task What_makes_a_forward_doubtful_is_noted()
    {
        Assert.That((await FlagsAsync("")).ViaBot, Is.False);
        Assert.That((await FlagsAsync(""" "via_bot":{"id":99,"is_bot":true,"first_name":"B"}, """)).ViaBot, Is.True);
        Assert.That((await FlagsAsync(""" "guest_bot_caller_user":{"id":1,"is_bot":false,"first_name":"B"}, """)).ViaBot, Is.True);
        Assert.That((await FlagsAsync(""" "is_automatic_forward":true, """)).IsAutomaticForward, Is.True);
        Assert.That((await FlagsAsync(""" "sender_business_bot":{"id":99,"is_bot":true,"first_name":"B"}, """)).IsFromBusinessBot, Is.True);
        Assert.That((await FlagsAsync(""" "business_connection_id":"x", """)).IsFromBusinessBot, Is.True);
        Assert.That((await FlagsAsync(""" "edit_date":1780000101, """)).IsEdited, Is.True);
        Assert.That((await FlagsAsync(""" "media_group_id":"album", """)).AlbumId, Is.EqualTo("album"));
    }

    [Test]
    public async Task A_quotation_from_another_chat_is_no_forward()
    {
        var quotation = await ReadAsync($$$"""
            "text":"Hi","external_reply":{"origin":{{{UserOrigin}}},"chat":{"id":5,"type":"private"}}
            """);

        Assert.That(quotation.Evidence, Has.Property(nameof(ForwardEvidence.IsExternalReply)).True.And.Property(nameof(ForwardEvidence.OriginId)).EqualTo("99"));
    }

    [Test]
    public async Task A_command_stays_a_command_in_a_quotation_and_becomes_a_forward_when_forwarded()
    {
        await using var bot = await TestBot.StartAsync();

        var quoting = bot.Platform.Read(UpdateReaderTests.Message($$$""" "text":"/help","external_reply":{"origin":{{{UserOrigin}}}} """));
        var forwarded = bot.Platform.Read(UpdateReaderTests.Message($$""" "text":"/help","forward_origin":{{UserOrigin}} """));

        Assert.That(quoting!.Content, Is.EqualTo(new CommandEntered("help", null)));
        Assert.That(forwarded!.Content, Is.InstanceOf<MessageForwarded>());
    }

    [TestCase("""{"type":"user","sender_user":{"id":99,"is_bot":true}}""")]
    [TestCase("""{"type":"user","date":0,"sender_user":{"id":99,"is_bot":true}}""")]
    [TestCase("""{"type":"user","date":-1,"sender_user":{"id":99,"is_bot":true}}""")]
    [TestCase("""{"type":"user","date":9223372036854775807,"sender_user":{"id":99,"is_bot":true}}""")]
    [TestCase("""{"type":"user","date":1780000050}""")]
    [TestCase("""{"date":1780000050,"sender_user":{"id":99,"is_bot":true}}""")]
    public async Task An_origin_that_lacks_what_it_must_have_is_malformed(string origin)
    {
        await using var bot = await TestBot.StartAsync();

        Assert.That(bot.Platform.Read(UpdateReaderTests.Message($"\"text\":\"Hi\",\"forward_origin\":{origin}")), Is.Null);
        Assert.That(bot.Logs.Lines, Has.One.StartsWith("Warning"));
    }

    [Test]
    public async Task The_same_words_have_the_same_fingerprint_however_they_are_composed_or_formatted()
    {
        var composed = await FingerprintAsync("\"text\":\"Caf\\u00e9\"");
        var decomposed = await FingerprintAsync("\"text\":\"Cafe\\u0301\",\"entities\":[{\"type\":\"bold\",\"offset\":0,\"length\":4}]");
        var other = await FingerprintAsync("\"text\":\"Cafe\"");

        Assert.That(decomposed, Is.EqualTo(composed));
        Assert.That(other, Is.Not.EqualTo(composed));
        Assert.That(composed, Does.Match("^[0-9a-f]{64}$"));
    }

    [Test]
    public async Task A_file_is_recognised_with_and_without_its_caption_and_whatever_its_file_id()
    {
        var withCaption = await FingerprintAsync(""" "photo":[{"file_id":"1","file_unique_id":"small"},{"file_id":"2","file_unique_id":"large"}],"caption":"Welcome" """);
        var without = await FingerprintAsync(""" "photo":[{"file_id":"3","file_unique_id":"small"},{"file_id":"4","file_unique_id":"large"}] """);
        var another = await FingerprintAsync(""" "photo":[{"file_id":"5","file_unique_id":"small"},{"file_id":"6","file_unique_id":"larger"}] """);

        Assert.That(without, Is.EqualTo(withCaption));
        Assert.That(another, Is.Not.EqualTo(withCaption));
    }

    [Test]
    public async Task A_poll_is_recognised_after_votes_and_other_content_by_all_of_it()
    {
        var before = await FingerprintAsync(""" "poll":{"id":"77","total_voter_count":0} """);
        var after = await FingerprintAsync(""" "poll":{"id":"77","total_voter_count":5} """);
        var here = await FingerprintAsync(""" "location":{"latitude":1.0,"longitude":2.0} """);
        var there = await FingerprintAsync(""" "location":{"latitude":1.0,"longitude":2.5} """);

        Assert.That(after, Is.EqualTo(before));
        Assert.That(there, Is.Not.EqualTo(here));
    }

    private static async Task<ForwardEvidence> FlagsAsync(string field) => (await ReadAsync($"{field}\"text\":\"Hi\",\"forward_origin\":{UserOrigin}")).Evidence;

    private static async Task<string> FingerprintAsync(string content) =>
        (await ReadAsync($"{content},\"forward_origin\":{UserOrigin}")).Evidence.ContentFingerprint;

    private static async Task<MessageForwarded> ReadAsync(string fields)
    {
        await using var bot = await TestBot.StartAsync();
        var input = bot.Platform.Read(UpdateReaderTests.Message(fields));
        Assert.That(input, Is.Not.Null, string.Join('\n', bot.Logs.Lines));
        return (MessageForwarded)input!.Content;
    }
}
