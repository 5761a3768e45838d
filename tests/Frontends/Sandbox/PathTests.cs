using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Marketplace.Frontends.Sandbox.Tests;

/// <summary>Whatever is asked, and however, the answer is <c>{"ok":…}</c>.</summary>
public sealed class PathTests
{
    private Sandbox _sandbox = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _sandbox = await Sandbox.StartAsync(options => options.FloodLimits.Enabled = false);

    [OneTimeTearDown]
    public ValueTask StopAsync() => _sandbox.DisposeAsync();

    [TestCase("GET", "/nowhere", 404, "Not Found")]
    [TestCase("PUT", "/", 404, "Not Found")]
    [TestCase("GET", "/bot", 404, "Not Found")]
    [TestCase("GET", "/bot{token}", 404, "Not Found")]
    [TestCase("GET", "/bot{token}/", 404, "Not Found")]
    [TestCase("GET", "/bot{token}/a/b", 404, "Not Found")]
    [TestCase("GET", "/bot{token}/mineBitcoin", 404, "Not Found: method not found")]
    [TestCase("PUT", "/bot{token}/getMe", 405, "Method Not Allowed")]
    [TestCase("DELETE", "/bot{token}/getMe", 405, "Method Not Allowed")]
    [TestCase("GET", "/bot{token}/test/mineBitcoin", 404, "Not Found: method not found")]
    [TestCase("GET", "/file/bot{token}/documents/file_7.pdf", 404, "Not Found")]
    [TestCase("GET", "/file/bot1:no/documents/file_7.pdf", 401, "Unauthorized")]
    [TestCase("GET", "/file/", 404, "Not Found")]
    public async Task Every_path_answers_in_JSON(string method, string path, int status, string description)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("{token}", _sandbox.Options.BotToken, StringComparison.Ordinal));
        using var response = await _sandbox.Http.SendAsync(request);

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo($$"""{"ok":false,"error_code":{{status}},"description":"{{description}}"}"""));
        Assert.That((int)response.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task The_test_environment_has_the_same_methods()
    {
        using var response = await _sandbox.Http.GetAsync($"/bot{_sandbox.Options.BotToken}/test/getMe");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("""{"chat_id":1,"text":"\ud800"}""")]
    [TestCase("""{"chat_id":1,"\udc00":"a"}""")]
    [TestCase("""{"chat_id":1""")]
    [TestCase("[]")]
    public async Task What_is_no_text_or_no_JSON_is_refused_and_nothing_breaks(string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _sandbox.Http.PostAsync($"/bot{_sandbox.Options.BotToken}/sendMessage", content);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.That((int)response.StatusCode, Is.EqualTo(400), body.ToJsonString());
        Assert.That(body["description"]!.GetValue<string>(), Does.StartWith("Bad Request: can't parse JSON object").IgnoreCase);
    }

    [TestCase("""{"message_id":1,"text":"\ud800"}""", "people/5000000102/chats/marketplace_sandbox_bot/messages")]
    [TestCase("""{"update":{"update_id":9,"message":{"text":"\ud800"}}}""", "bots/marketplace_sandbox_bot/updates")]
    [TestCase("""{"first_name":"\ud800"}""", "people")]
    public async Task Half_a_surrogate_pair_ends_no_route_of_the_control_API(string json, string path)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _sandbox.Http.PostAsync("/sandbox/api/" + path, content);
        Assert.That((int)response.StatusCode, Is.EqualTo(400), await response.Content.ReadAsStringAsync());
        await _sandbox.UpdatesAsync();
    }
}
