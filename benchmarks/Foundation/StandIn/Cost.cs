using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Frontends.Sandbox;

namespace Marketplace.Benchmarks.Foundation.StandIn;

/// <summary>What the stand-ins themselves cost: sendMessage in an empty loop, client included.</summary>
internal static class Cost
{
    private const int Calls = 5_000;
    private const int AtOnce = 32;
    private const long Somebody = 5_000_000_101;

    public static async Task<double> OfFastAsync()
    {
        await using var api = await FastBotApi.StartAsync();
        return await MeasureAsync(api.Url, FastBotApi.Token);
    }

    public static async Task<double> OfStrictAsync()
    {
        var options = new SandboxOptions { FloodLimits = { Enabled = false } };
        await using var server = await SandboxServer.StartAsync(options);
        using var http = new HttpClient();
        // Nobody gets a message who has not pressed START.
        using var started = await http.PostAsJsonAsync(
            new Uri(server.Url, $"sandbox/api/people/{Somebody}/chats/{options.BotUsername}/start"), new { });
        started.EnsureSuccessStatusCode();
        return await MeasureAsync(server.Url, options.BotToken);
    }

    private static async Task<double> MeasureAsync(Uri url, string token)
    {
        using var http = new HttpClient();
        var address = new Uri(url, $"/bot{token}/sendMessage");
        await LoopAsync(Calls / 5);
        var start = TimeProvider.System.GetTimestamp();
        await LoopAsync(Calls);
        return TimeProvider.System.GetElapsedTime(start).TotalMicroseconds / Calls;

        Task LoopAsync(int calls) => Parallel.ForEachAsync(Enumerable.Range(0, calls), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, cancellation) =>
        {
            using var response = await http.PostAsJsonAsync(address, new { chat_id = Somebody, text = "<b>Your balance</b>", parse_mode = "HTML" }, cancellation);
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellation);
            if (!answer.GetProperty("ok").GetBoolean())
            {
                throw new InvalidOperationException($"The stand-in answered: {answer}");
            }
        });
    }
}
