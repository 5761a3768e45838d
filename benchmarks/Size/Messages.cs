using System.Globalization;
using System.Threading.Channels;
using Marketplace.Accounts;
using Marketplace.Benchmarks.Size.Filling;
using Marketplace.Campaigns;
using Marketplace.Frontends;
using Marketplace.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Marketplace.Benchmarks.Size;

/// <summary>A chat service in memory: what arrives is a command, what is shown is counted.</summary>
internal sealed class QuietPlatform : IChatPlatform
{
    private readonly Channel<string> shown = Channel.CreateUnbounded<string>();
    private int messages;

    public string Name => "telegram";

    /// <summary>The next chat that was shown something.</summary>
    public ValueTask<string> ShownAsync() => shown.Reader.ReadAsync();

    public ChatInput? Read(string payload)
    {
        var (chat, command) = (payload.Split(' ')[0], payload.Split(' ')[1]);
        return new ChatInput(new Identity(Name, chat), chat, payload, new CommandEntered(command, null), "en");
    }

    public Task<Delivery> ShowAsync(string chatId, Frontends.Screen screen, string? editMessageId, CancellationToken cancellationToken)
    {
        shown.Writer.TryWrite(chatId);
        return Task.FromResult(new Delivery(DeliveryOutcome.Delivered, Interlocked.Increment(ref messages).ToString(CultureInfo.InvariantCulture)));
    }

    public Task RetireAsync(string chatId, string messageId, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task AcknowledgeAsync(ChatInput input, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<Result<PromotedBot>> ResolveBotAsync(string reference, CancellationToken cancellationToken) => throw new NotSupportedException();

    public string LinkToUs(string payload) => $"https://t.me/us?start={payload}";

    public string LinkTo(PromotedBot bot) => $"https://t.me/{bot.Username}";
}

/// <summary>One message after the other, from its arrival to its answer, with all that lies between: stored, dispatched, answered, completed.</summary>
/// <param name="Command">What people send.</param>
internal sealed record MessageLoad(string Command)
{
    private static int last;

    public static IReadOnlyList<string> All { get; } = ["balance", "help"];

    public async Task SendAsync(IServiceProvider services)
    {
        var number = Interlocked.Increment(ref last);
        var chat = (Market.Operator + 1 + (number % 900)).ToString(CultureInfo.InvariantCulture);
        var key = string.Create(CultureInfo.InvariantCulture, $"load{number}");
        await services.GetRequiredService<IChatInbox>().StoreAsync([new ArrivedUpdate("telegram", key, chat, $"{chat} {Command}")], CancellationToken.None);
        await services.GetRequiredService<QuietPlatform>().ShownAsync();
    }
}

/// <summary>The background work of a host.</summary>
internal sealed class Works : IAsyncDisposable
{
    private readonly IReadOnlyList<IHostedService> services;

    private Works(IReadOnlyList<IHostedService> services) => this.services = services;

    public static async Task<Works> StartAsync(IServiceProvider provider)
    {
        var works = new Works([.. provider.GetServices<IHostedService>()]);
        foreach (var service in works.services)
        {
            await service.StartAsync(CancellationToken.None);
        }

        return works;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in services)
        {
            await service.StopAsync(CancellationToken.None);
        }
    }
}
