using Microsoft.Extensions.Logging;

namespace Marketplace.Frontends.Inbox;

/// <summary>The lines of one platform: who stands in them, and who is being served.</summary>
internal sealed class ChatLines(IChatPlatform platform, UpdateProcessor processor, Action wake, ChatOptions options, ILogger logger) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Queue<Waiting>> byChat = [];
    private readonly HashSet<Guid> taken = [];
    /// <summary>Served while the database was being read: the rows read may still call them pending.</summary>
    private readonly HashSet<Guid> servedSinceLook = [];
    private readonly HashSet<Task> serving = [];
    private readonly CancellationTokenSource stop = new();
    private bool wasFull;

    /// <summary>Once full, it asks for more when half is served: looking for every single place would be most of the work.</summary>
    public bool HasRoom
    {
        get
        {
            lock (gate)
            {
                return taken.Count < (wasFull ? options.Window / 2 : options.Window);
            }
        }
    }

    /// <summary>Called before each reading of the database: how many are taken, how many more may be, and which chats have as many as they may.</summary>
    public (int Taken, int Room, string[] Full) Look()
    {
        lock (gate)
        {
            servedSinceLook.Clear();
            // What a full chat has taken is not read again, so it does not count for the reader.
            var full = byChat.Where(line => line.Value.Count >= options.WindowPerChat).ToList();
            return (taken.Count - full.Sum(line => line.Value.Count), options.Window - taken.Count, [.. full.Select(line => line.Key)]);
        }
    }

    public void Add(ChatUpdate update)
    {
        lock (gate)
        {
            if (stop.IsCancellationRequested || taken.Count >= options.Window || servedSinceLook.Contains(update.Id)
                || (byChat.TryGetValue(update.OrderKey, out var line) && line.Count >= options.WindowPerChat)
                || !taken.Add(update.Id))
            {
                return;
            }

            wasFull = taken.Count >= options.Window;
            var waiting = new Waiting(update, processor.Receive(platform, update, stop.Token));
            if (line is not null)
            {
                line.Enqueue(waiting);
                return;
            }

            byChat.Add(update.OrderKey, new Queue<Waiting>([waiting]));
            var task = Task.Run(() => ServeAsync(update.OrderKey));
            serving.Add(task);
            _ = task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Ends the waits; whoever is being served is served to the end.</summary>
    public async Task StopAsync()
    {
        Task[] last;
        lock (gate)
        {
            last = [.. serving];
        }

        await stop.CancelAsync();
        await Task.WhenAll(last);
    }

    public void Dispose() => stop.Dispose();

    private void Forget(Task task)
    {
        lock (gate)
        {
            serving.Remove(task);
        }
    }

    private async Task ServeAsync(string chat)
    {
        while (!stop.IsCancellationRequested)
        {
            Waiting next;
            lock (gate)
            {
                next = byChat[chat].Peek();
            }

            try
            {
                await processor.ProcessAsync(platform, next.Update, next.Received, stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                logger.LogCritical(exception, "Update {UpdateId} could be neither handled nor parked", next.Update.Id);
            }

            if (!Leave(chat, next))
            {
                return;
            }
        }
    }

    private bool Leave(string chat, Waiting served)
    {
        bool goesOn, ask;
        lock (gate)
        {
            var line = byChat[chat];
            var wasAtLimit = line.Count >= options.WindowPerChat;
            line.Dequeue();
            taken.Remove(served.Update.Id);
            servedSinceLook.Add(served.Update.Id);
            goesOn = line.Count > 0;
            ask = wasAtLimit || (wasFull && taken.Count == options.Window / 2);
            if (!goesOn)
            {
                byChat.Remove(chat);
            }
        }

        if (ask)
        {
            wake();
        }

        return goesOn;
    }

    private sealed record Waiting(ChatUpdate Update, Received Received);
}
