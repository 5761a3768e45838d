using Marketplace.Accounts;

namespace Marketplace.Frontends.Telegram.Tests;

public class UpdateReaderTests
{
    private const string Bob = """{"id":5000000102,"is_bot":false,"first_name":"Bob","language_code":"fr"}""";
    private const string Chat = """{"id":5000000102,"type":"private","first_name":"Bob"}""";

    [Test]
    public async Task Words_are_words()
    {
        var input = await ReadAsync(Message("""
            "text":"1,5"
            """));

        Assert.That(input, Is.EqualTo(new ChatInput(
            new Identity("telegram", "5000000102"), "5000000102", "424242:77", new TextEntered("1,5"), "fr")));
    }

    [Test]
    public async Task The_public_name_is_read_where_there_is_one()
    {
        var input = await ReadAsync($$$"""
            {"update_id":77,"message":{"message_id":1,"date":1780000000,"chat":{{{Chat}}},"from":{"id":5000000102,"is_bot":false,"first_name":"Bob","username":"Bob_participates"},"text":"hello"}}
            """);

        Assert.That(input!.Username, Is.EqualTo("Bob_participates"));
    }

    [TestCase("/start", "start", null)]
    [TestCase("/START  c_abc ", "start", "c_abc")]
    [TestCase("/start@OUR_market_bot v_1", "start", "v_1")]
    [TestCase("/browse_bots\nnow", "browse_bots", "now")]
    public async Task Commands_are_told_from_words(string text, string name, string? payload) =>
        Assert.That((await ReadAsync(Text(text)))!.Content, Is.EqualTo(new CommandEntered(name, payload)));

    [TestCase("/start@other_bot")]
    [TestCase("/")]
    [TestCase("/ start")]
    [TestCase("/début")]
    [TestCase(" /start")]
    [TestCase("/start@")]
    [TestCase("/a23456789012345678901234567890123")]
    public async Task What_only_looks_like_a_command_is_words(string text) =>
        Assert.That((await ReadAsync(Text(text)))!.Content, Is.EqualTo(new TextEntered(text)));

    [TestCase("photo", """[{"file_id":"a","file_unique_id":"u","width":1,"height":1}]""")]
    [TestCase("sticker", """{"file_unique_id":"u"}""")]
    [TestCase("poll", """{"id":"1"}""")]
    [TestCase("location", """{"latitude":1.0,"longitude":2.0}""")]
    public async Task Other_content_keeps_its_name(string kind, string content) =>
        Assert.That((await ReadAsync(Message($"\"{kind}\":{content}")))!.Content, Is.EqualTo(new OtherContent(kind)));

    [Test]
    public async Task A_press_carries_its_data_and_the_message_it_hangs_under()
    {
        var input = await ReadAsync($$$$"""
            {"update_id":77,"callback_query":{"id":"q1","from":{{{{Bob}}}},"chat_instance":"c","data":"1.home","message":{"message_id":9,"date":1780000000,"chat":{{{{Chat}}}},"text":"x"}}}
            """);

        Assert.That(input!.Content, Is.EqualTo(new ButtonPressed("1.home", "9", "q1")));
    }

    [TestCase("""  ,"message":{"message_id":9,"date":0,"chat":{"id":5000000102,"type":"private"}}  """)]
    [TestCase("")]
    public async Task A_press_under_a_message_that_is_no_longer_shown_is_still_answered(string message)
    {
        var input = await ReadAsync($$$"""{"update_id":77,"callback_query":{"id":"q1","from":{{{Bob}}},"chat_instance":"c"{{{message}}}}}""");

        Assert.That(input, Is.EqualTo(new ChatInput(
            new Identity("telegram", "5000000102"), "5000000102", "424242:77", new ButtonPressed(string.Empty, null, "q1"), "fr")));
    }

    [TestCase("kicked", false)]
    [TestCase("member", true)]
    public async Task Blocking_and_coming_back_is_noticed(string status, bool reachable)
    {
        var input = await ReadAsync($$$$"""
            {"update_id":77,"my_chat_member":{"chat":{{{{Chat}}}},"from":{{{{Bob}}}},"date":1780000000,"old_chat_member":{"status":"x","user":{{{{Bob}}}}},"new_chat_member":{"status":"{{{{status}}}}","user":{{{{Bob}}}}}}}
            """);

        Assert.That(input!.Content, Is.EqualTo(new ReachabilityChanged(reachable)));
    }

    [TestCase("""{"update_id":77,"inline_query":{"id":"1"}}""")]
    [TestCase("""{"update_id":77}""")]
    [TestCase("""{"update_id":77,"something_new":{"a":[1,2,{"b":null}]}}""")]
    [TestCase("""{"update_id":77,"edited_message":{"message_id":1,"date":1780000000,"chat":{"id":5000000102,"type":"private"},"text":"/start"}}""")]
    [TestCase("""{"update_id":77,"message":{"message_id":1,"date":1780000000,"chat":{"id":-100,"type":"supergroup"},"from":{"id":1,"is_bot":false},"text":"/start"}}""")]
    [TestCase("""{"update_id":77,"message":{"message_id":1,"date":1780000000,"chat":{"id":1,"type":"private"},"from":{"id":1,"is_bot":true},"text":"/start"}}""")]
    [TestCase("""{"update_id":77,"message":{"message_id":1,"date":1780000000,"chat":{"id":1,"type":"private"},"from":{"id":1,"is_bot":false},"pinned_message":{}}}""")]
    [TestCase("""{"update_id":77,"my_chat_member":{"chat":{"id":-5,"type":"group"},"from":{"id":1,"is_bot":false},"new_chat_member":{"status":"kicked"}}}""")]
    [TestCase("""{"update_id":77,"callback_query":{"id":"q","from":{"id":1,"is_bot":false},"message":{"message_id":9,"date":5,"chat":{"id":-5,"type":"group"}},"data":"x"}}""")]
    public async Task What_means_nothing_to_us_is_passed_over_without_a_word(string payload)
    {
        await using var bot = await TestBot.StartAsync();

        Assert.That(bot.Platform.Read(payload), Is.Null);
        Assert.That(bot.Logs.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal)), Is.Empty);
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("{\"update_id\":77")]
    [TestCase("""{"update_id":"77","message":{}}""")]
    [TestCase("""{"update_id":99999999999999999999999}""")]
    [TestCase("""{"update_id":77,"message":{"text":"secret"}}""")]
    [TestCase("""{"update_id":77,"message":{"chat":{"id":"secret"}}}""")]
    [TestCase("""{"update_id":77,"message":5}""")]
    [TestCase("""{"update_id":77,"message":{"message_id":1,"date":1780000000,"chat":{"id":1,"type":"private"},"from":{"id":1,"is_bot":false},"text":"secret \ud800"}}""")]
    [TestCase("""{"update_id":77,"callback_query":{"id":"","from":{"id":1,"is_bot":false}}}""")]
    [TestCase("""{"update_id":77,"callback_query":{"id":"q"}}""")]
    [TestCase("<html>secret</html>")]
    [TestCase("\ud800")]
    public async Task What_is_malformed_is_passed_over_and_logged_with_an_id_but_without_its_words(string payload)
    {
        await using var bot = await TestBot.StartAsync();

        Assert.That(bot.Platform.Read(payload), Is.Null);
        Assert.That(bot.Logs.Lines, Has.One.Match("^Warning .*Update [0-9a-f]{12} can not be understood: "));
        Assert.That(bot.Logs.Lines, Has.None.Contains("secret"));
    }

    [Test]
    public async Task No_mutation_of_a_true_update_makes_the_reader_throw()
    {
        await using var bot = await TestBot.StartAsync();
        var random = new Random(20261120);
        var update = Message("""
            "text":"Hi","forward_origin":{"type":"user","date":1780000000,"sender_user":{"id":99,"is_bot":true,"first_name":"B","username":"some_bot"}}
            """);
        const string noise = "{}[]\":,0129eE-+.\\untfals \u0000\u202e\ud83d\u00e9";
        for (var round = 0; round < 20_000; round++)
        {
            var mutant = update.ToCharArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                mutant[random.Next(mutant.Length)] = noise[random.Next(noise.Length)];
            }

            Assert.That(() => bot.Platform.Read(new string(mutant)), Throws.Nothing, new string(mutant));
        }
    }

    internal static string Message(string fields) =>
        $$$"""{"update_id":77,"message":{"message_id":5,"date":1780000100,"chat":{{{Chat}}},"from":{{{Bob}}},{{{fields.Trim()}}}}}""";

    private static string Text(string text) => Message("\"text\":" + System.Text.Json.JsonSerializer.Serialize(text));

    private static async Task<ChatInput?> ReadAsync(string payload)
    {
        await using var bot = await TestBot.StartAsync();
        return bot.Platform.Read(payload);
    }
}
