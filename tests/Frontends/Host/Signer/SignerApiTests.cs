using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Marketplace.Tron;
using Marketplace.Tron.Payments;

namespace Marketplace.Host.Tests.Signer;

/// <summary><c>--role signer</c> by what it answers.</summary>
internal sealed class SignerApiTests
{
    [Test]
    public async Task It_signs_for_who_knows_the_token()
    {
        await using var world = await SignerWorld.StartAsync();
        var payment = world.Payment(20);

        using var answer = await AskAsync(world, payment);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var signature = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("signature").GetString();
        var signed = payment.WithSignatures([TronSignature.FromHex(signature).Value]);
        Assert.That(signed.RecoverSigner().Value.ToString(), Is.EqualTo(world.Files.Wallet.HotAddress));
        Assert.That(world.Logs.Lines, Has.One.Contains($"Signed withdrawal:1: {signed.Id}, 20 TRX to TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"));
    }

    [TestCase(null)]
    [TestCase("Bearer ")]
    [TestCase("Bearer 0000000000000000000000000000000000000000000000000000000000000000")]
    [TestCase("Basic dXNlcjpwYXNz")]
    public async Task Who_does_not_know_the_token_gets_401_before_anything_is_read(string? authorization)
    {
        await using var world = await SignerWorld.StartAsync();
        world.Http.DefaultRequestHeaders.Authorization = authorization is null ? null : AuthenticationHeaderValue.Parse(authorization.Trim());

        using var sign = await AskAsync(world, world.Payment(20));
        using var nonsense = await world.Http.PostAsync("sign", new StringContent("{"));
        using var info = await world.Http.GetAsync("public");

        Assert.That(new[] { sign.StatusCode, nonsense.StatusCode, info.StatusCode }, Is.All.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await world.Http.GetStringAsync("health/live"), Is.EqualTo("ok"));
    }

    [Test]
    public async Task A_refusal_is_422_with_its_reason_and_an_alarm()
    {
        await using var world = await SignerWorld.StartAsync(("Signer:MaximumPayment", "10"));

        using var answer = await AskAsync(world, world.Payment(20));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        var refusal = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.That(refusal.GetProperty("reason").GetString(), Is.EqualTo("maximum_payment"));
        Assert.That(refusal.GetProperty("detail").GetString(), Is.EqualTo("20 TRX is more than 10 TRX, the most for one payment."));
        Assert.That(world.Logs.Lines, Has.One.Contains("ALARM: refused withdrawal:1: maximum_payment"));
    }

    [TestCase("{}", 422)]
    [TestCase("""{"reference":null,"source":null,"raw_data_hex":null}""", 422)]
    [TestCase("""{"reference":"a","source":7}""", 400)]
    [TestCase("{", 400)]
    [TestCase("", 400)]
    public async Task Nonsense_is_refused(string body, int status)
    {
        await using var world = await SignerWorld.StartAsync();

        using var answer = await world.Http.PostAsync("sign", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task A_request_is_small()
    {
        await using var world = await SignerWorld.StartAsync();

        using var answer = await world.Http.PostAsJsonAsync("sign", new { reference = "a", source = "hot", raw_data_hex = new string('0', 20_000) });

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [Test]
    public async Task A_reference_can_not_write_lines_of_the_log()
    {
        await using var world = await SignerWorld.StartAsync();

        using var answer = await world.Http.PostAsJsonAsync("sign", new { reference = "a\nINFO all is well", source = "hot", raw_data_hex = "00" });

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(world.Logs.Lines, Has.None.Contains("\nINFO").And.Some.Contains("refused a?INFO all is well"));
    }

    [Test]
    public async Task It_shows_what_is_public_and_never_anything_else()
    {
        await using var world = await SignerWorld.StartAsync(("Tron:ColdAddress", "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH"));
        using var signed = await AskAsync(world, world.Payment(20));
        using var refused = await AskAsync(world, world.Payment(301));
        var shown = await world.Http.GetStringAsync("public");

        var info = JsonDocument.Parse(shown).RootElement;
        Assert.That(info.GetProperty("account_xpub").GetString(), Is.EqualTo(world.Files.Wallet.AccountXpub));
        Assert.That(info.GetProperty("hot_address").GetString(), Is.EqualTo(world.Files.Wallet.HotAddress));
        Assert.That(info.GetProperty("cold_address").GetString(), Is.EqualTo("TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH"));
        var words = TronVault.RevealWords(world.Files.Vault, TronVaultKeySource.File(world.Files.VaultKey));
        var seed = Mnemonic.Parse(words).Value.ToSeed();
        using var root = HdPrivateKey.FromSeed(seed).Value;
        using var hot = root.Derive("m/44'/195'/1'/0/0").Value;
        var secret = new byte[32];
        hot.Key.CopySecretTo(secret);
        string[] secrets =
        [
            words, string.Join(' ', words.Split(' ')[..2]), Convert.ToHexStringLower(seed), Convert.ToHexStringLower(secret), hot.RevealXprv(),
            (await File.ReadAllTextAsync(world.Files.VaultKey)).Trim(), (await File.ReadAllTextAsync(SignerWorld.Token(world.Files))).Trim(),
        ];
        string[] said = [.. world.Logs.Lines, shown, await signed.Content.ReadAsStringAsync(), await refused.Content.ReadAsStringAsync()];
        Assert.That(said, Is.Not.Empty);
        foreach (var found in secrets)
        {
            Assert.That(said, Has.None.Contains(found).IgnoreCase);
        }
    }

    [TestCase("Tron:Vault", "", "Tron__Vault is not set")]
    [TestCase("Tron:VaultKeyFile", "", "Tron__VaultKeyFile is not set")]
    [TestCase("Signer:TokenFile", "", "Signer__TokenFile is not set; make one with: Marketplace.Host keys token")]
    [TestCase("Signer:TokenFile", "/nowhere/token", "the signer's token '/nowhere/token' does not exist")]
    [TestCase("Signer:DailyLimit", "", "Signer__DailyLimit is not set")]
    [TestCase("Signer:DailyLimit", "0", "Signer__DailyLimit '0' is no amount of TRX above 0")]
    [TestCase("Signer:HourlyLimit", "-1", "Signer__HourlyLimit '-1' is no amount of TRX above 0")]
    [TestCase("Signer:Url", "http://0.0.0.0:5090", "neither http on the loopback")]
    [TestCase("Signer:Url", "https://127.0.0.1:5090", "neither http on the loopback")]
    [TestCase("Signer:Url", "unix:signer.sock", "neither http on the loopback")]
    [TestCase("Signer:Journal", "/nowhere/journal", "the signer's journal '/nowhere/journal' is not there")]
    [TestCase("Tron:ColdAddress", "T", "ColdAddress is not an address of TRON")]
    public async Task A_wrong_setting_is_refused_with_one_sentence(string key, string value, string sentence)
    {
        await using var files = new Worlds();
        using var output = new StringWriter();
        using var errors = new StringWriter();

        var code = await HostProgram.RunAsync(SignerWorld.Settings(files, (key, value)), output, errors);

        Assert.That(errors.ToString().Trim(), Does.Contain(sentence).And.Not.Contain("\n").And.Not.Contain("   at "));
        Assert.That(code, Is.EqualTo(78));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has no file modes")]
    public async Task A_socket_in_a_folder_that_is_open_to_others_is_refused()
    {
        await using var files = new Worlds();
        var folder = Directory.CreateDirectory(files.File("open"));
        if (!OperatingSystem.IsWindows())
        {
            folder.UnixFileMode |= UnixFileMode.OtherExecute;
        }

        using var errors = new StringWriter();
        var code = await HostProgram.RunAsync(SignerWorld.Settings(files, ("Signer:Url", $"unix:{folder.FullName}/s.sock")), TextWriter.Null, errors);

        Assert.That(errors.ToString(), Does.Contain($"is in '{folder.FullName}', which is open to others; run: chmod o="));
        Assert.That(code, Is.EqualTo(77));
    }

    private static Task<HttpResponseMessage> AskAsync(SignerWorld world, TronTransaction payment) => world.Http.PostAsJsonAsync(
        "sign", new { reference = "withdrawal:1", source = "hot", raw_data_hex = Convert.ToHexStringLower(payment.Encode()) });
}
